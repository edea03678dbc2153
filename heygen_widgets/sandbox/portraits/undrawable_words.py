"""Nouns that a picture would have to show, and that a portrait of the sandbox can't."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in text.split())


ALWAYS = _words(
    """
    accordion accordions bagpipe bagpipes banjo banjos bassoon bongos cello cellos clarinet
    clarinets didgeridoo djembe drum drums drumsticks flute flutes harmonica harp harps keyboard
    lute lyre mandolin maracas oboe piano pianos saxophone saxophones sitar synthesizer tambourine
    trombone trombones trumpet trumpets tuba turntable turntables xylophone

    alpaca bear bears butterflies butterfly camel camels chicken chickens cow cows crocodile deer
    dinosaur dolphin dolphins donkey dragon dragons eagle eagles elephant elephants falcon ferret
    flamingo fox foxes frog giraffe goat goats gorilla hamster hawk hedgehog horse horses iguana
    jellyfish kangaroo koala ladybug leopard lion lions lizard llama lobster monkey monkeys
    octopus ostrich owl owls panda parrot parrots peacock penguin penguins pig pigeon pigeons pigs
    pony rabbit rabbits raccoon raven ravens reindeer rhino rooster seagull seagulls shark sharks
    sheep sloth snail snake snakes spider spiders squirrel swan swans tiger tigers tortoise turtle
    turtles unicorn whale whales wolf wolves zebra

    aeroplane airplane airplanes ambulance bicycle bicycles bike bikes boat boats bus buses canoe
    car cars chariot helicopter helicopters jeep kayak limousine moped motorbike motorcycle
    motorcycles raft rickshaw sailboat scooter skateboard skateboards sled snowboard snowmobile
    speedboat taxi tractor tricycle truck trucks wagon yacht

    anvil backpack backpacks balloon balloons barbell barbells basketball basketballs bomb
    boomerang briefcase broom bucket candle candles cane cauldron chainsaw chandelier chessboard
    cigar cigarette cigarettes clipboard cutlass dagger dumbbell dumbbells easel feather feathers
    fireworks fishing_rod flag flags flashlight football footballs frisbee globe goblet gun guns
    gavel crystal_ball hammer handbag harpoon hourglass hula_hoop joystick kettlebell kite knife
    knives ladder lantern
    lanterns lasso lightsaber magnifying_glass megaphone microscope newspaper newspapers paddle
    paintbrush paintbrushes palette parachute pistol pitchfork pottery purse quill racket revolver
    rifle rope saucepan scissors screwdriver scythe shield shopping_bag shovel skis skull skulls
    smartwatch snowman spatula spear statue statues stopwatch suitcase suitcases
    sword swords syringe telescope tent tennis_ball test_tube test_tubes toolbox torch treadmill
    tricorne tripod trophy typewriter umbrella umbrellas vase volleyball wand
    wheelchair whip whisk whiteboard wrench yoga_mat beaker chalkboard blackboard

    apple apples avocado bagel baguette banana bananas beer beers biscuits bread breads burger
    burgers cake cakes carrot carrots champagne cheese cheeseburger cherries cherry chocolate
    cocktail cocktails cookie cookies croissant croissants cupcake cupcakes donut donuts doughnut
    fries grapes hamburger hotdog ice_cream lemon lemons lollipop mango melon milkshake noodles
    oranges pancakes pasta pie pineapple pizza popcorn pumpkin pumpkins salad sandwich sandwiches
    soup spaghetti steak strawberries strawberry sushi taco tacos tomato tomatoes watermelon
    whiskey whisky wine

    armor armour bandana bandanna beret boa bonnet bowtie bow_tie bracelet bracelets bra cape
    cloak corset cravat eyepatch eye_patch fascinator feather_boa flowercrown
    gauntlet gloves goggles halo hard_hat headband helmet helmets jumpsuit kilt kimono kimonos
    leotard lipstick mask masks mittens monocle nose_ring overalls piercing piercings
    poncho pyjamas pajamas robe robes sari saree sombrero suspenders swimsuit bikini tiara toga
    top_hat toupee tutu tunic veil visor wig bindi antlers antennae fangs horns tail
    tentacles wings

    airport alley aquarium arena barn bathroom bathtub bedroom bridge bridges cabin
    campfire casino castle castles cathedral cave caves cemetery chapel church churches circus
    classroom cliff cliffs cockpit courtroom crater desert deserts dungeon factory farm fireplace
    fountain gallery garage glacier graveyard greenhouse gym harbor harbour hallway haystack iceberg
    igloo laboratory lighthouse locker_room mansion marketplace mosque museum nightclub palace
    pagoda playground prison pyramid pyramids racetrack railway ranch ruins runway sauna
    shipwreck spa spacecraft stadium staircase subway supermarket
    swamp swimming_pool synagogue tavern throne tower towers tunnel vineyard
    volcano warehouse waterfall waterfalls windmill windmills greenhouse

    aurora confetti lightning rainbow rainbows tornado

    robot robots skeleton zombie alien aliens mermaid
    """
)
"""Words and phrases that are reported wherever they stand as a noun of their own."""

AFTER_A_DETERMINER = _words(
    """
    bag bags ball bat bee bird birds bone bottle bottles bowl bow bowls box boxes brush bug bull
    cart chain chains chair chalk clock crab crystal diamond doll drill duck ducks fan fish fishes
    fishing flame fork gem goose hawk hen hook key keys lamp lobster map maps mirror mop mouse net
    oar pan parasol pen pencil pipe plane planes plant plants plate pot puppet rat ring rings rocket
    sail saw ship ships sign spoon stick sunflower swing table teddy telephone_booth toad toy train
    tram tray treasure trunk watch wheel belt buckle bow_and_arrow arrow scroll glass tablet
    crown temple van angel cap award baby harness workshop pearl axe
    """
)
"""Words that are often verbs, names or parts of other words; reported after ``a``, ``her``, …"""

PEOPLE_AFTER = _words(
    """
    accordionist actor agent artist attendant captain celebrity champion coach collector commander
    designer dealer delivery driver engineer enthusiast expert farmer fan instructor keeper lover
    maker manager mechanic mechanics messenger musician officer operator owner painter pilot player
    producer racer ranger repairman rider sailor salesman seller singer shop store student teacher
    technician trainer vendor walker warrior whisperer worker writer boss chef baker man woman guy
    girl lady boy person company industry brand sanctuary
    curator model court band bar cellar therapist breeder hunter fan fans club league team
    business dealership founder ceo scientist
    """
)
"""Nouns before which another noun names a trade or a taste, and not a thing in the picture."""

LIKE_AFTER = _words(
    """
    shaped like style styled inspired themed theme print printed prints pattern patterned motif logo
    colored coloured color colour hued tone toned brown red blue green yellow white black pink
    shade lighting light lit emoji tattoo energy vibes vibe mode games game skin hair haired
    skinned eyed beard complexion eyes blonde blond blossom blossoms orchard grove tree trees top
    braid braids cut ears tag tags light wear booth
    """
)
"""Words before which a noun only says what something is like."""

NO_THINGS = _words(
    """
    air angle approach attitude aura background backdrop bit bun clue confidence couple dance
    day dream energy expression eye eyes face feeling figure focus friend gaze gesture glance glow
    group grin hand hands idea image impression job joke kind laugh leadership lesson life lips
    look lot manner meeting mind moment mood mustache name note number pair part party past person
    picture pile piece plan point portrait pose position posture presence purpose range reputation
    role row secret sense series set side sigh smile smirk song soul sort speech spirit stance
    stare story style sun talk task team tone touch tune twinkle type variety vibe view voice way
    weight wink world yoga half top bottom pattern colour color material outfit clothes clothing
    fashion costume uniform clothing attire accessories accessory jewelry jewellery makeup make-up
    hairstyle haircut conversation interview class presentation future breath while wave seat
    minute second hour year years wisdom charm beat chess football tennis golf cards
    soccer basketball one shape size fit cut edge front lip button
    down up neck collar plaid linen silk cotton wool velvet sleeve
    sleeves ensemble combo badge lanyard viewer turn microphone bright warm soft smart casual formal
    business traditional modern elegant professional shades layer layers something anything
    """
)
"""Words that an unknown noun after a verb such as ``holding`` may turn out to be."""
