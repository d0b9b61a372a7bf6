import EventLoop
import Glibc
import Testing

@Suite struct DescriptorWatchTests {
    @Test func `a watch reports each time until it is cancelled`() async throws {
        try await withLoop { loop in
            let count = try await onLoop(loop) {
                let pipe = try Pipe()
                let count = LoopBound(loop, 0)
                let watch = try loop.watch(pipe.readEnd, .readable) { interest in
                    #expect(interest == .readable)
                    pipe.read()
                    count.withValue { $0 += 1 }
                }
                for _ in 0..<3 {
                    pipe.write()
                    try await loop.sleep(for: .milliseconds(3))
                }
                watch.cancel()
                pipe.write()
                try await loop.sleep(for: .milliseconds(3))
                return count.withValue { $0 }
            }
            #expect(count == 3)
        }
    }

    @Test func `interest in writing can be switched on and off`() async throws {
        try await withLoop { loop in
            try await onLoop(loop) {
                let pipe = try Pipe()
                let count = LoopBound(loop, 0)
                let watch = try loop.watch(pipe.writeEnd, []) { _ in count.withValue { $0 += 1 } }
                try await loop.sleep(for: .milliseconds(3))
                #expect(count.withValue { $0 } == 0)
                watch.change(to: .writable)
                try await loop.sleep(for: .milliseconds(3))
                #expect(count.withValue { $0 } > 0)
                watch.change(to: [])
                count.withValue { $0 = 0 }
                try await loop.sleep(for: .milliseconds(3))
                #expect(count.withValue { $0 } == 0)
                watch.cancel()
            }
        }
    }

    @Test func `a peer that closes is reported without reading`() async throws {
        try await withLoop { loop in
            try await onLoop(loop) {
                var ends: [Int32] = [0, 0]
                try #require(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
                let reported = LoopBound<DescriptorInterest>(loop, [])
                let watch = try loop.watch(ends[0], .closed) { interest in reported.withValue { $0 = interest } }
                close(ends[1])
                try await loop.sleep(for: .milliseconds(3))
                #expect(reported.withValue { $0 } == .closed)
                watch.cancel()
                close(ends[0])
            }
        }
    }

    @Test func `a descriptor that is not open is refused with its number`() async throws {
        try await withLoop { loop in
            try await onLoop(loop) {
                _ = #expect(throws: EventLoopError.cannotWatch(descriptor: 9999)) {
                    _ = try loop.watch(9999, .readable) { _ in }
                }
            }
        }
    }
}
