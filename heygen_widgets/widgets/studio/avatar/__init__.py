"""The avatar that is made of a studio's pictures."""
