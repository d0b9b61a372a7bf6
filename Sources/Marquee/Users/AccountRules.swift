import Authentication

/// What names, addresses and passwords have to look like, beyond the lengths the schema sets.
package enum AccountRules {
    /// As `users.username` demands: letters, digits, dot, underscore and dash of ASCII, so that no two look alike.
    package static func isUsername(_ name: String) -> Bool {
        3...32 ~= name.utf8.count
            && name.utf8.allSatisfy {
                isLetterOrDigit($0) || [UInt8(ascii: "."), 0x5F, UInt8(ascii: "-")].contains($0)
            }
    }

    /// By the HTML standard's rule for `type=email`, with the length RFC 5321 allows.
    package static func isEmail(_ address: String) -> Bool {
        let bytes = Array(address.utf8)
        guard 3...254 ~= bytes.count, let at = bytes.firstIndex(of: UInt8(ascii: "@")), 1...64 ~= at else {
            return false
        }
        let signs = Array(".!#$%&'*+/=?^_`{|}~-".utf8)
        guard bytes[..<at].allSatisfy({ isLetterOrDigit($0) || signs.contains($0) }) else { return false }
        return bytes[(at + 1)...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .allSatisfy(isLabel)
    }

    private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
        guard 1...63 ~= label.count, label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-") else {
            return false
        }
        return label.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }

    /// Why nobody should have this password; nil if there is nothing against it.
    package static func objection(to password: String, username: String, email: String) -> String? {
        let word = password.lowercased()
        if CommonPasswords.contains(password) { return "This password is among the first that guessers try." }
        if [username, email].contains(where: { !$0.isEmpty && word == $0.lowercased() }) {
            return "The password must not be the name or the address of the account."
        }
        return nil
    }

    /// What is wrong with a name to show; nil if nothing is. It may be of any script, but has to be seen, and must not
    /// change how the text around it reads.
    package static func objection(toDisplayName name: String) -> String? {
        if let scalar = name.unicodeScalars.first(where: isMisleading) {
            let digits = String(scalar.value, radix: 16, uppercase: true)
            let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            return "The character U+\(code) is not for names: it is not seen, or changes how others are."
        }
        if !name.unicodeScalars.contains(where: isSeen) {
            return "A name to show needs a letter or another sign that is seen."
        }
        return nil
    }

    /// Controls, separators of lines and what directs or hides text; not what joins letters of some scripts, emoji and the
    /// letters of flags.
    private static func isMisleading(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse: true
        case .format: !(0x200C...0x200D ~= scalar.value || 0xE0020...0xE007F ~= scalar.value)
        default: false
        }
    }

    /// The blank of Braille is a sign to Unicode.
    private static func isSeen(_ scalar: Unicode.Scalar) -> Bool {
        let properties = scalar.properties
        return !properties.isWhitespace && !properties.isDefaultIgnorableCodePoint && scalar.value != 0x2800
    }

    /// The schemes of addresses in profiles.
    package static func isWebAddress(_ text: String) -> Bool {
        let rest = ["http://", "https://"].filter { text.lowercased().hasPrefix($0) }.map { text.dropFirst($0.count) }
        return text.utf8.count <= 2000
            && rest.contains { rest in
                rest.first.map { !"/:?#@".contains($0) } == true
                    // Somebody's name before the host makes it look like another one.
                    && !rest.prefix { !"/?#".contains($0) }.contains("@")
                    && rest.utf8.allSatisfy { $0 > 0x20 && !"<>\"\\^`{|}".utf8.contains($0) }
                    && !rest.unicodeScalars.contains(where: isMisleading)
            }
    }
}
