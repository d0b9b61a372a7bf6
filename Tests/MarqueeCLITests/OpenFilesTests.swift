import MarqueeCLI
import Testing

@Suite struct OpenFilesTests {
    @Test(arguments: [
        (2, 1_048_576, 10_000), (2, 1024, 288), (8, 20_000, 2324), (64, 1024, 1),
    ])
    func `clients leave descriptors for everything else`(loops: Int, limit: Int, clients: Int) {
        #expect(OpenFiles.clientsPerLoop(loops: loops, limit: limit, most: 10_000) == clients)
    }
}
