import Glibc
import Testing

@testable import MarqueeCLI

@Suite struct FileSystemTests {
    /// A folder with two files, one of them hidden, and a folder; removed afterwards.
    private func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/marquee-files-XXXXXX".utf8CString)
        unsafe mkdtemp(&template)
        let folder = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
        for name in ["script.js", ".hash"] {
            let file = unsafe open("\(folder)/\(name)", O_WRONLY | O_CREAT, 0o600)
            let text = "content of \(name)"
            #expect(unsafe write(file, text, text.utf8.count) == text.utf8.count)
            close(file)
        }
        unsafe mkdir("\(folder)/inner", 0o700)
        defer {
            for name in ["script.js", ".hash"] { unsafe unlink("\(folder)/\(name)") }
            unsafe rmdir("\(folder)/inner")
            unsafe rmdir(folder)
        }
        try body(folder)
    }

    @Test func `the files of a folder are its visible ones`() throws {
        try withFolder { folder throws in
            let files = FileSystem.files(in: folder)
            #expect(files.map(\.name) == ["script.js"])
            #expect(files.first?.bytes == Array("content of script.js".utf8))
            #expect(try FileSystem.names(in: folder) == ["inner", "script.js"])
            #expect(try FileSystem.names(in: "\(folder)/script.js") == nil)
        }
    }

    @Test func `what is not there has no files, and says why it cannot be read`() {
        #expect(FileSystem.files(in: "/nowhere").isEmpty)
        let error = #expect(throws: UnreadableFile.self) { try FileSystem.content(of: "/nowhere/file") }
        #expect(error?.description == "\"/nowhere/file\" cannot be read: No such file or directory")
    }
}
