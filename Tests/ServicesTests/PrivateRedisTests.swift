import Glibc
import Testing

@testable import Services

@Suite struct PrivateRedisTests {
    @Test func `one that was killed starts again`() throws {
        let scratch = try Scratch()
        let first = try PrivateRedis(place: scratch.place)
        kill(try #require(first.process), SIGKILL)
        first.stop()
        let second = try PrivateRedis(place: scratch.place)
        let listener = UnixSocket("\(scratch.place.sockets)/redis.sock")?.listener
        #expect(listener == second.process)
    }

    @Test func `one left running by a crash is ended first`() throws {
        let scratch = try Scratch()
        let socket = "\(scratch.place.sockets)/redis.sock"
        let program = try Command.find("redis-server", package: "redis-server")
        let leftover = try Child(
            Command([program, "--port", "0", "--unixsocket", socket, "--save", ""], as: scratch.place.account),
            log: "\(scratch.place.home)/leftover.log", quit: .terminate)
        #expect(Pause.until(seconds: 10) { UnixSocket(socket)?.answersPing() == true })

        let redis = try PrivateRedis(place: scratch.place)
        #expect(leftover.process == nil)
        let listener = UnixSocket(socket)?.listener
        #expect(listener == redis.process)
    }

    @Test func `it writes nothing to disk`() throws {
        let scratch = try Scratch()
        let redis = try PrivateRedis(place: scratch.place)
        redis.stop()
        let names = Files.matches("\(scratch.place.home)/*").compactMap {
            $0.split(separator: "/").last.map(String.init)
        }
        #expect(names == ["redis.lock", "redis.log"])
    }
}
