import MarqueeCLI
import Testing

@Suite struct OpenFilesTests {
    @Test(arguments: [
        (2, 1_048_576, 10_000), (2, 1024, 288), (8, 20_000, 2324), (64, 1024, 1),
    ])
    func `clients leave descriptors for everything else`(loops: Int, limit: Int, clients: Int) {
        #expect(OpenFiles.clientsPerLoop(loops: loops, limit: limit, most: 10_000) == clients)
    }

    @Test func `a limit with room for few clients is warned of, with what is enough`() {
        #expect(
            OpenFiles.warning(loops: 2, limit: 400)
                == "the process may open 400 files, which leaves room for 2 clients at a time; for 1000 let it open 1448 "
                + "or more (`ulimit -Hn`, LimitNOFILE= of systemd, --ulimit nofile= of Docker)")
    }

    @Test(arguments: [(2, 1448), (3, 1610), (64, 11_392)])
    func `what the warning calls enough is just enough`(loops: Int, enough: Int) {
        #expect(OpenFiles.warning(loops: loops, limit: enough) == nil)
        #expect(OpenFiles.warning(loops: loops, limit: enough - 1)?.contains("open \(enough) or more") == true)
    }
}
