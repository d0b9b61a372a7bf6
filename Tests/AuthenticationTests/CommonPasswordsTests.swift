import Testing

@testable import Authentication

@Suite struct CommonPasswordsTests {
    @Test(arguments: [
        "password", "PASSWORD", "Password1!", "qwertyuiop", "12345678", "aaaaaaaa", "abababab", "Dragon2024",
    ])
    func `what everybody tries first is known`(password: String) {
        #expect(CommonPasswords.contains(password))
    }

    @Test(arguments: ["difference engine", "correct horse battery staple", "pässwörter", "K7#wm2!q", "1815-12-10"])
    func `what takes some thought is not`(password: String) {
        #expect(!CommonPasswords.contains(password))
    }
}
