"""Settings from arguments and the environment: API key, addresses, folders."""
