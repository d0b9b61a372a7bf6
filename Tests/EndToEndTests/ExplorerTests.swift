import Foundation
import Testing

/// The explorer page in a real browser: Debian's Chromium, with the scripts that `make assets` fetches.
@Suite(.onOwnThreads) struct ExplorerTests {
    private static let chromium = "/usr/bin/chromium"
    private static let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
    private static let assets = "\(root)/.build/graphiql"
    private static let canRun = [chromium, "\(assets)/graphiql.min.js"].allSatisfy {
        FileManager.default.fileExists(atPath: $0)
    }

    @Test(.enabled(if: canRun, "needs Debian's chromium and the explorer's scripts, which `make assets` fetches"))
    func `every example is answered in full, and so is what one types`() throws {
        let server = try SampleServer(["MARQUEE_EXPLORER_ASSETS": Self.assets])
        let driver = Process()
        let output = Pipe()
        driver.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        driver.arguments = ["\(Self.root)/scripts/drive-explorer", Self.chromium, "http://127.0.0.1:\(server.port)/"]
        // What went wrong is a line of standard error.
        (driver.standardOutput, driver.standardError) = (output, output)
        try driver.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        driver.waitUntilExit()
        #expect(driver.terminationStatus == 0, "\(said)")
        #expect(said.contains(#""typed": {"data": {"genre": {"name": "Drama"}}}"#), "\(said)")
        server.endInGoodOrder()
    }
}
