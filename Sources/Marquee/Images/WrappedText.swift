/// Breaks a text into lines without knowing its font: letters count one column, those of East Asian scripts two.
enum WrappedText {
    /// The lines; words go to the next one whole unless they are longer than a line. What does not fit ends in `…`.
    static func lines(_ text: String, columns: Int, atMost limit: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace).flatMap({ pieces(of: $0, columns: columns) }) {
            let longer = line.isEmpty ? String(word) : "\(line) \(word)"
            if width(longer) <= columns {
                line = longer
            } else {
                lines.append(line)
                line = String(word)
            }
            if lines.count == limit { return lines.dropLast() + [shortened(lines[limit - 1], columns: columns)] }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func shortened(_ line: String, columns: Int) -> String {
        var line = line
        while width(line) >= columns { line.removeLast() }
        return line + "…"
    }

    /// A word in parts that fit in a line each.
    private static func pieces(of word: Substring, columns: Int) -> [Substring] {
        var pieces: [Substring] = []
        var start = word.startIndex
        var taken = 0
        for index in word.indices {
            let width = width(of: word[index])
            if taken + width > columns {
                pieces.append(word[start..<index])
                (start, taken) = (index, 0)
            }
            taken += width
        }
        return pieces + [word[start...]]
    }

    private static func width(_ text: String) -> Int { text.reduce(0) { $0 + width(of: $1) } }

    /// Scripts and signs that take a square each (Unicode Standard Annex #11, by blocks).
    private static func width(of letter: Character) -> Int {
        switch letter.unicodeScalars.first?.value ?? 0 {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60, 0x1F300...0x1FAFF: 2
        default: 1
        }
    }
}
