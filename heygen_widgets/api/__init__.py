"""HeyGen over HTTP: addresses, requests, replies, and when to ask again."""
