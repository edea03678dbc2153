"""What the package is told: settings, the API key, addresses, folders."""
