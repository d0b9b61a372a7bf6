import EventLoop
import Glibc
import HTTPServer
import TestSupport
import Testing

@Suite struct ListeningSocketsTests {
    @Test func `a port in use is found, though the loops share theirs`() throws {
        let first = try ListeningSockets(host: "127.0.0.1", port: 0, count: 2)
        #expect(first.port > 0)
        let error = #expect(throws: HTTPServerError.self) {
            _ = try ListeningSockets(host: "127.0.0.1", port: first.port, count: 1)
        }
        #expect(error == .portInUse(host: "127.0.0.1", port: first.port))
        #expect(
            error?.description
                == "port \(first.port) on 127.0.0.1 is already in use: stop the other server or choose another port")
        for descriptor in first.descriptors { close(descriptor) }
    }

    @Test func `a host that is not this machine's is refused with the reason`() {
        #expect(throws: HTTPServerError.cannotListen(host: "192.0.2.1", port: 80, errno: EADDRNOTAVAIL)) {
            _ = try ListeningSockets(host: "192.0.2.1", port: 80, count: 1)
        }
        let error = #expect(throws: HTTPServerError.self) {
            _ = try ListeningSockets(host: "300.1.1.1", port: 80, count: 1)
        }
        #expect(error?.description.hasPrefix("cannot listen on host '300.1.1.1': ") == true)
    }

    @Test func `several loops serve one port`() async throws {
        let group = try EventLoopGroup(count: 2)
        let sockets = try ListeningSockets(host: "127.0.0.1", port: 0, count: 2)
        let servers = group.loops.map { loop in
            HTTPServer(loop: loop, configuration: HTTPServerConfiguration()) { .text($0.loop.name) }
        }
        try group.start()
        for (index, server) in servers.enumerated() {
            let test = TestServer(port: sockets.port, server: server, loop: group.loops[index])
            try await test.onLoop { try server.start(listeningOn: sockets.descriptors[index]) }
        }
        var names: Set<String> = []
        for _ in 0..<100 where names.count < 2 {
            let client = try TestClient(port: sockets.port)
            client.get("/")
            names.insert(try client.receive().text)
        }
        #expect(names == ["loop-0", "loop-1"])
        for (index, server) in servers.enumerated() {
            let test = TestServer(port: sockets.port, server: server, loop: group.loops[index])
            try await test.onLoop { await server.stop(within: .seconds(1)) }
        }
        group.stop()
        group.join()
    }
}
