"""A question whose answer comes late."""

import asyncio


class Held:
    """Answers what it is asked, once it is let go."""

    def __init__(self, ask):
        self.asked, self.is_let_go = asyncio.Event(), asyncio.Event()
        self.ask = ask

    async def __call__(self, *arguments, **options):
        answer = await self.ask(*arguments, **options)
        self.asked.set()
        await self.is_let_go.wait()
        return answer
