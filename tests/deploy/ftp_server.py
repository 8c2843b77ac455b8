"""pyftpdlib in a process of its own: PORT FOLDER, and in the environment FTP_PASSWORD, FTP_CERTIFICATE (with TLS),
FTP_FAULT: "hangs up" ends the connection at each third transfer, "old" knows neither MLSD nor renaming over a file,
"tells" answers a refused login with the password, "full" keeps half of each file and says that all is well, "blind"
lists nothing but its own folder, "nowhere" does not say where it is, "stuck" is "old", and renames nothing to a name
with a 2 in it."""

from __future__ import annotations

import os
import sys
from typing import Any

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import FTPServer

FAULT = os.environ.get("FTP_FAULT", "")
_count = 0


class HangingUp(FTPHandler):  # type: ignore[misc]  # pyftpdlib ships no types
    def pre_process_command(self, line: str, cmd: str, arg: str) -> None:
        global _count
        _count += cmd in ("STOR", "RETR", "RNTO")
        if cmd in ("STOR", "RETR", "RNTO") and _count % 3 == 0:
            self.close()
        else:
            super().pre_process_command(line, cmd, arg)


class Old(FTPHandler):  # type: ignore[misc]  # pyftpdlib ships no types
    def ftp_MLSD(self, _: str) -> None:
        self.respond("502 Command not implemented.")

    def ftp_RNTO(self, path: str) -> None:
        if os.path.exists(path):
            self.respond("553 File exists.")
        else:
            super().ftp_RNTO(path)


class Full(FTPHandler):  # type: ignore[misc]  # pyftpdlib ships no types
    def on_file_received(self, file: str) -> None:
        os.truncate(file, os.path.getsize(file) // 2)

    def ftp_SIZE(self, path: str) -> None:
        if os.path.getsize(path) > 50:
            os.truncate(path, os.path.getsize(path) // 2)  # on_file_received may come later than the answer
        super().ftp_SIZE(path)


class Blind(FTPHandler):  # type: ignore[misc]  # pyftpdlib ships no types
    def ftp_MLSD(self, path: str) -> None:
        if self.fs.fs2ftp(path) == self.fs.cwd:
            super().ftp_MLSD(path)
        else:
            self.respond("550 Permission denied.")


class Nowhere(FTPHandler):  # type: ignore[misc]  # pyftpdlib ships no types
    def ftp_PWD(self, _: str) -> None:
        self.respond("502 Command not implemented.")


class Stuck(Old):
    def ftp_RNTO(self, path: str) -> None:
        if "2" in os.path.basename(path):
            self.respond("553 Not that name.")
        else:
            super().ftp_RNTO(path)


class Telling(FTPHandler):  # type: ignore[misc]  # pyftpdlib ships no types
    def ftp_PASS(self, line: str) -> None:
        self.respond(f"530 Login incorrect for {line}.")


_FAULTS = {
    "hangs up": HangingUp, "old": Old, "tells": Telling, "full": Full, "blind": Blind, "stuck": Stuck,
    "nowhere": Nowhere,
}  # fmt: skip


def main() -> None:
    port, folder = int(sys.argv[1]), sys.argv[2]
    authorizer = DummyAuthorizer()
    authorizer.add_user("news", os.environ["FTP_PASSWORD"], folder, perm="elradfmwMT")
    handler: Any = _FAULTS.get(FAULT, FTPHandler)
    if certificate := os.environ.get("FTP_CERTIFICATE"):
        handler = TLS_FTPHandler
        handler.certfile = certificate
        handler.tls_control_required = handler.tls_data_required = True
    handler.authorizer = authorizer
    FTPServer(("127.0.0.1", port), handler).serve_forever()


main()
