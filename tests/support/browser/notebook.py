"""Notebooks for the servers of the browser tests."""

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def notebook(cells: list[str]) -> dict:
    """Return a notebook of these code cells."""
    # With no kernelspec in its metadata JupyterLab would ask which kernel to take.
    code = [
        {
            "id": f"cell-{number}",
            "cell_type": "code",
            "source": source,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for number, source in enumerate(cells)
    ]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": code}
