// A reverse proxy in front of a Kith, under a path of its own, as people set one up.
import http from 'node:http';

export class Proxy {
    // Listens on a free port; `strips` takes the path away before it passes a request on. Whatever is
    // asked for outside of the path is told in `strays`.
    static async start(path, { strips }) {
        const proxy = new Proxy();
        Object.assign(proxy, { path, strips, strays: [] });
        proxy.server = http.createServer((request, response) => proxy.#pass(request, response));
        await new Promise((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
        proxy.url = `http://127.0.0.1:${proxy.server.address().port}${path}`;
        return proxy;
    }

    #pass(request, response) {
        const rest = request.url.slice(this.path.length);
        const inside = request.url.startsWith(this.path) && /^(\/|\?|$)/.test(rest);
        if (!inside) {
            this.strays.push(`${request.method} ${request.url}`);
            response.writeHead(404).end();
        } else if (this.strips && !rest.startsWith('/')) {
            response.writeHead(301, { Location: `${this.path}/` }).end();
        } else {
            this.#forward(request, response, this.strips ? rest : request.url);
        }
    }

    #forward(request, response, path) {
        const { method, headers } = request;
        const asked = http.request({ host: '127.0.0.1', port: this.port, method, path, headers }, (answer) => {
            response.writeHead(answer.statusCode, answer.headers);
            answer.pipe(response);
        });
        asked.on('error', () => response.destroy());
        request.pipe(asked);
    }

    async stop() {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }
}
