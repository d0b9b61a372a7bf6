import Testing

@testable import Services

@Suite struct CommandTests {
    @Test func `a program's output is answered`() throws {
        #expect(try Command(["/bin/echo", "out"]).run() == "out\n")
    }

    @Test func `a program that fails is an error that quotes it`() {
        #expect(throws: ServiceError.commandFailed(command: "/bin/sh", output: "oh no\n")) {
            try Command(["/bin/sh", "-c", "echo oh no >&2; exit 3"]).run()
        }
    }

    @Test func `programs do not see our environment`() throws {
        #expect(try Command(["/usr/bin/env"]).run().split(separator: "\n").count == 2)
    }

    @Test func `a missing program names the package to install`() {
        #expect(throws: ServiceError.programMissing(program: "no-such-program", package: "some-package")) {
            try Command.find("no-such-program", package: "some-package")
        }
    }
}
