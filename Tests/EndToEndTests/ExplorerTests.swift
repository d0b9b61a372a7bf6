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
    func `every example is answered in full, and so is what one types, as whoever is signed in`() throws {
        let server = try SampleServer(["MARQUEE_EXPLORER_ASSETS": Self.assets, "MARQUEE_SCRYPT_COST": "10"])
        _ = try server.token(ofAdministrator: "grace")
        let driver = Process()
        let output = Pipe()
        driver.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        driver.arguments = [
            "\(Self.root)/scripts/drive-explorer", Self.chromium, "http://127.0.0.1:\(server.port)/", "--account",
            "grace:analytical engine",
        ]
        // What went wrong is a line of standard error.
        (driver.standardOutput, driver.standardError) = (output, output)
        try driver.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        driver.waitUntilExit()
        #expect(driver.terminationStatus == 0, "\(said)")
        #expect(said.contains(#""typed": {"data": {"genre": {"name": "Drama"}}}"#), "\(said)")
        #expect(said.contains(#""refusal": "User name or password is wrong."#), "\(said)")
        let viewer = #"{"data": {"viewer": {"user": {"username": "grace"}}}}"#
        #expect(said.contains(#""shown": "grace", "inside": \#(viewer)"#), "\(said)")
        #expect(said.contains(#""outside": {"data": {"viewer": null}}"#), "\(said)")
        server.endInGoodOrder()
    }
}
