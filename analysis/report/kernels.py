"""
Kernels for the pages: each is forked from one process that has imported the kit.

A kernel started afresh imports pandas, scikit-learn and matplotlib anew, which takes it two seconds. Only on Linux:
elsewhere a process that has loaded such libraries cannot be forked safely.
"""

import os
import signal
import sys
from multiprocessing import context, forkserver, parent_process, set_forkserver_preload
from threading import Thread
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from jupyter_client import AsyncKernelManager, provisioning

BACKEND = "module://matplotlib_inline.backend_inline"  # ipykernel's, which matplotlib reads when it is imported
INTERRUPT = {signal.SIGINT}


def begin_imports() -> bool:
    """Begin to import the kit in the process that kernels are forked from; return whether there can be one."""
    given = os.environ.get("MPLBACKEND")
    set_forkserver_preload(["analysis.__main__", "analysis.evaluate.agreement", "matplotlib.pyplot"])
    os.environ["MPLBACKEND"] = given or BACKEND
    signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPT)  # Ctrl-C stops the run, and that ends the kernels
    try:
        forkserver.ensure_running()
    except OSError:  # the path of its socket is too long
        return False
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPT)
        if given is None:
            del os.environ["MPLBACKEND"]
    return True


class ForkedKernelManager(AsyncKernelManager):
    """A manager of one kernel, for ``NotebookClient(kernel_manager_class=...)``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.provisioner = _Provisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)


class _Provisioner(provisioning.LocalProvisioner):
    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        process = _Process(target=_run, args=(cmd[cmd.index("-f") :], kwargs["cwd"], kwargs["env"]))
        process.start()
        self.process, self.pid, self.pgid = process, process.pid, process.pid
        return self.connection_info


class _Process(context.ForkServerProcess):
    """A process with what `LocalProvisioner` calls as `subprocess.Popen` has it."""

    stdin = stdout = stderr = None

    def poll(self) -> int | None:
        return self.exitcode

    def wait(self) -> int | None:
        self.join()
        return self.exitcode

    def send_signal(self, number: int) -> None:
        if self.pid:
            os.kill(self.pid, number)


def _run(options: list[str], folder: str, env: dict[str, str]) -> None:  # pragma: no cover, a process that it ends
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    sys.argv[1:] = options
    signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPT)
    Thread(target=_end_with_the_run, daemon=True).start()
    IPKernelApp.launch_instance([*options, f"--IPKernelApp.parent_handle={os.getppid()}"])


def _end_with_the_run() -> None:  # pragma: no cover, in that process
    """End the kernel when the process that asked for it is gone, as Jupyter's do with their parent."""
    if run := parent_process():
        run.join()
    os._exit(1)
