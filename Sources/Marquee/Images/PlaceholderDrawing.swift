/// A drawing that stands for an image there is none of: a plain ground in a colour of its own, a mark in large letters and
/// the name below it. The same subject always looks the same.
///
/// Letters come from the reader's own sans-serif font, and nothing is loaded.
struct PlaceholderDrawing {
    let address: PlaceholderAddress
    let subject: PlaceholderSubject

    /// In SVG 1.1. Lengths are in the drawing's own units, which are the pixels of the size ORIGINAL.
    var svg: String {
        let form = address.kind.form
        let width = address.size.width(original: form.width)
        let name = XMLText.escape(subject.name)
        let lines = WrappedText.lines(subject.name, columns: form.columns, atMost: form.lines)
        let caption = lines.enumerated().map { index, line in
            Self.text(line, form, baseline: form.captionBaseline + index * form.lineHeight, size: form.captionSize)
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(width * form.height / form.width)" \
            viewBox="0 0 \(form.width) \(form.height)" role="img" aria-label="\(name)">
            <title>\(name)</title>
            <rect width="\(form.width)" height="\(form.height)" fill="hsl(\(hue),35%,28%)"/>
            <g fill="#fff" font-family="sans-serif" text-anchor="middle">
            <g fill-opacity="0.35" font-weight="bold">\
            \(Self.text(subject.mark, form, baseline: form.markBaseline, size: form.markSize))</g>
            \(caption.joined(separator: "\n"))
            </g>
            </svg>

            """
    }

    /// In degrees, spread so that neighbouring keys differ.
    private var hue: Int {
        let letter = address.id.kind.rawValue.utf8.reduce(0) { $0 + Int($1) }
        return (Int(address.id.key % 360) * 137 + letter * 47) % 360
    }

    private static func text(_ text: String, _ form: Form, baseline: Int, size: Int) -> String {
        "<text x=\"\(form.width / 2)\" y=\"\(baseline)\" font-size=\"\(size)\">\(XMLText.escape(text))</text>"
    }

    /// The measures of upright or wide drawings.
    fileprivate struct Form {
        let width: Int
        let height: Int
        let markBaseline: Int
        let markSize: Int
        let captionBaseline: Int
        let captionSize: Int
        let lineHeight: Int
        /// What fits in a line, in letters of average width.
        let columns: Int
        let lines: Int

        static let upright = Form(
            width: 1000, height: 1500, markBaseline: 680, markSize: 320, captionBaseline: 940, captionSize: 88,
            lineHeight: 116, columns: 17, lines: 4)
        static let wide = Form(
            width: 1600, height: 900, markBaseline: 460, markSize: 260, captionBaseline: 640, captionSize: 80,
            lineHeight: 106, columns: 32, lines: 2)
    }
}

extension Image.Kind {
    fileprivate var form: PlaceholderDrawing.Form {
        switch self {
        case .poster, .profile: .upright
        case .backdrop, .still: .wide
        }
    }
}

extension Image.Size {
    /// Pixels, as the schema tells of `ImageSize`.
    fileprivate func width(original: Int) -> Int {
        switch self {
        case .tiny: 92
        case .small: 185
        case .medium: 342
        case .large: 780
        case .original: original
        }
    }
}

/// Text inside XML 1.0, in elements and in quoted attributes.
enum XMLText {
    /// Characters XML cannot hold at all (section 2.2), and line breaks, become spaces.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
