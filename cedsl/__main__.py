"""`python -m cedsl`."""

from cedsl.cli import main

if __name__ == "__main__":
    main()
