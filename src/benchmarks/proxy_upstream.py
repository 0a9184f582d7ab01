"""A server that has a page and echoes WebSocket messages, on Tornado as Dask's dashboard. Run by src/benchmarks/proxy.

Its first line is its port.
"""

import asyncio
import logging

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

PAGE = b"x" * 1024


class Page(RequestHandler):
    def get(self):
        self.write(PAGE)


class Echo(WebSocketHandler):
    def check_origin(self, origin):
        return True

    def on_message(self, message):
        self.write_message(message, binary=True)


async def main():
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    sockets = bind_sockets(0, "127.0.0.1", backlog=1000)
    HTTPServer(Application([("/page", Page), ("/echo", Echo)])).add_sockets(sockets)
    print(sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
