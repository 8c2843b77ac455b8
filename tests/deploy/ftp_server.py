"""pyftpdlib in a process of its own: PORT FOLDER, and in the environment FTP_PASSWORD, FTP_CERTIFICATE (with TLS),
FTP_FAULT: "hangs up" ends the connection at each third transfer, "old" knows neither MLSD nor renaming over a file,
"tells" answers a refused login with the password."""

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


class Old(FTPHandler):  # type: ignore[misc]
    def ftp_MLSD(self, _: str) -> None:
        self.respond("502 Command not implemented.")

    def ftp_RNTO(self, path: str) -> None:
        if os.path.exists(path):
            self.respond("553 File exists.")
        else:
            super().ftp_RNTO(path)


class Telling(FTPHandler):  # type: ignore[misc]
    def ftp_PASS(self, line: str) -> None:
        self.respond(f"530 Login incorrect for {line}.")


def main() -> None:
    port, folder = int(sys.argv[1]), sys.argv[2]
    authorizer = DummyAuthorizer()
    authorizer.add_user("news", os.environ["FTP_PASSWORD"], folder, perm="elradfmwMT")
    handler: Any = {"hangs up": HangingUp, "old": Old, "tells": Telling}.get(FAULT, FTPHandler)
    if certificate := os.environ.get("FTP_CERTIFICATE"):
        handler = TLS_FTPHandler
        handler.certfile = certificate
        handler.tls_control_required = handler.tls_data_required = True
    handler.authorizer = authorizer
    FTPServer(("127.0.0.1", port), handler).serve_forever()


main()
