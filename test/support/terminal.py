"""Runs a command in a pseudo-terminal of so many columns, between our own standard input and output. The terminal goes away with our input.

usage: terminal.py COLUMNS COMMAND [ARGUMENT ...]
"""

import fcntl, os, pty, select, struct, sys, termios

pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
inputs = [terminal, 0]
while inputs:
    for descriptor in select.select(inputs, [], [])[0]:
        try:
            data = os.read(descriptor, 65536)
        except OSError:  # The command has ended.
            data = b""
        if data:
            os.write(1 if descriptor == terminal else terminal, data)
        else:
            os.close(terminal)
            inputs = []
            break
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
