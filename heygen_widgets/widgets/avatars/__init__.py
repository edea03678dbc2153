"""What follows from the pictures: avatar groups, their looks, and the account's library."""
