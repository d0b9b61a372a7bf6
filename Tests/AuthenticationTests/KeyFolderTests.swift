import Glibc
import Testing

@testable import Authentication

@Suite struct KeyFolderTests {
    private let path = "/tmp/marquee-test-keys-\(Randomness.text(bytes: 6))/deep"

    private var names: [String] {
        var list = unsafe glob_t()
        defer { unsafe globfree(&list) }
        guard unsafe glob("\(path)/*", 0, nil, &list) == 0 else { return [] }
        return unsafe (0..<Int(list.gl_pathc)).compactMap { place in
            unsafe list.gl_pathv[place].map {
                unsafe String(cString: $0).split(separator: "/").last.map(String.init) ?? ""
            }
        }
    }

    private func remove() {
        for name in names { _ = unsafe unlink("\(path)/\(name)") }
        _ = unsafe unlink("\(path)/.lock")
        _ = unsafe rmdir(path)
        _ = unsafe rmdir(String(path.dropLast("/deep".count)))
    }

    @Test func `a folder is made with its first key, which stays`() throws {
        defer { remove() }
        let folder = KeyFolder(path)
        let first = try folder.load(now: 1000).signing.id
        #expect(try folder.load(now: 2000).signing.id == first)
        #expect(names == ["ed25519-1000.pem"])
        var status = stat()
        #expect(unsafe stat("\(path)/ed25519-1000.pem", &status) == 0 && status.st_mode & 0o077 == 0)
    }

    @Test func `keys change, and tokens of the one before are read on for a while`() throws {
        defer { remove() }
        let folder = KeyFolder(path, schedule: KeySchedule(rotation: 1000, lead: 100, retention: 300))
        let old = try folder.load(now: 1000)
        let published = try folder.load(now: 2000)
        #expect(published.signing.id == old.signing.id)
        #expect(published.json.split(separator: "\"kid\"").count == 3)
        let signing = try folder.load(now: 2100)
        #expect(signing.signing.id != old.signing.id)
        #expect(signing.key(old.signing.id) != nil)
        #expect(try folder.load(now: 2400).key(old.signing.id) == nil)
        #expect(names == ["ed25519-2000.pem"])
    }

    @Test func `a file that is no key is told of, not passed over`() throws {
        defer { remove() }
        _ = try KeyFolder(path).load(now: 1000)
        let descriptor = unsafe open("\(path)/ed25519-1000.pem", O_WRONLY | O_TRUNC)
        try #require(descriptor >= 0)
        close(descriptor)
        #expect {
            try KeyFolder(path).load(now: 1000)
        } throws: { error in
            "\(error)".contains("ed25519-1000.pem: expected a private key")
        }
    }
}
