"""The process around the package: loops, threads, cancellation, locks, whole files."""
