import HTTPServer
import Testing

@Suite struct HTTPResponseTests {
    @Test func `headers are found by name without case`() {
        let headers: HTTPHeaders = ["Content-Type": "text/plain", "X-Empty": "", "Vary": "Accept"]
        #expect(headers.first("content-TYPE") == "text/plain")
        #expect(headers.first("Vary") == "Accept")
        #expect(headers.first("X-Empty") == "")
        #expect(headers.first("Content") == nil)
        #expect(headers.first("ontent-Type") == nil)
        #expect(headers.first("Content\rType") == nil)
    }

    @Test(arguments: [(200, "OK"), (405, "Method Not Allowed"), (599, "Status")])
    func `a status has its phrase`(code: Int, phrase: String) {
        #expect(HTTPStatus(code).phrase == phrase)
    }
}
