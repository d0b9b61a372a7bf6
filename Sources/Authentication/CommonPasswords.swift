/// The passwords that guessers try first. Those shorter than eight characters are refused by length already.
package enum CommonPasswords {
    /// In any case, also with digits or signs at the end: `Password1!`.
    package static func contains(_ password: String) -> Bool {
        let word = password.lowercased()
        let stem = word.reversed().drop { !$0.isLetter }.reversed()
        return all.contains(word) || (stem.count >= 4 && all.contains(String(stem)))
            || Set(word).count < 3
    }

    private static let all = Set(
        """
        password passw0rd p@ssw0rd p@ssword pa55word pass1234 password1 password123 passwort motdepasse contraseña
        12345678 123456789 1234567890 12341234 11223344 87654321 0987654321 987654321 123123123 147258369 159753 741852963
        qwerty qwertyui qwertyuiop qwerty123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx q1w2e3r4 zaq12wsx qazwsxedc asdfghjk asdfghjkl asdf1234
        zxcvbnm zxcvbnm1 qwertz qwertzuiop azerty azertyuiop letmein letmein1 welcome welcome1 iloveyou iloveyou1 ilovey0u
        admin administrator admin123 admin1234 root toor rootroot superman superuser master default changeme changeit secret
        trustno1 starwars football baseball basketball princess sunshine shadow dragon monkey michael jennifer jordan hunter
        batman charlie ashley bailey soccer hockey killer george computer internet samsung google facebook whatever nothing
        abcd1234 abc12345 a1b2c3d4 abcdefgh abcdefghi aa123456 test1234 testtest testing demo1234 user1234 guest123 login123
        marquee marquee123 moviemovie movies123 cinema12 popcorn1 batman123 pokemon1 matrix123
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
