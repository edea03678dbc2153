"""The one kernel that tests start: that of the interpreter which runs them."""

import sys

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager


class OwnKernelSpecs(KernelSpecManager):
    """Knows one kernel under every name: this interpreter's."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the kernelspec of `sys.executable`."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name=kernel_name,
            language="python",
        )
