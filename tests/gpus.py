"""A stand-in for nvidia-smi: a program on the PATH that knows of GPUs."""

from pathlib import Path

A100 = "0, GPU-5f2e, NVIDIA A100-SXM4-80GB, 81920, 40960"
L4 = "1, GPU-77aa, NVIDIA L4, 23034, 22000"


def nvidia_smi(folder: Path, *lines: str, code: int = 0) -> str:
    """A PATH that begins with a folder in which nvidia-smi prints `lines`."""
    folder.mkdir(exist_ok=True)
    program = folder / "nvidia-smi"
    printed = "\n".join(lines)
    program.write_text(
        "#!/bin/sh\n"
        '[ "$1" = "--query-gpu=index,uuid,name,memory.total,memory.free" ] || exit 9\n'
        '[ "$2" = "--format=csv,noheader,nounits" ] || exit 9\n'
        f"cat <<'END'\n{printed}\nEND\nexit {code}\n"
    )
    program.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"
