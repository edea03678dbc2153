"""The account's library of avatars: `AvatarLibrary`."""
