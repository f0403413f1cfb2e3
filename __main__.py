"""Run the command line as ``python -m yuqiao``."""

from yuqiao.cli import main

if __name__ == "__main__":
    main()
