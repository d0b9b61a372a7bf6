import Glibc
import HTTPServer
import MarqueeCLI
import Testing

@Suite struct ListeningFailureTests {
    @Test(arguments: [
        (
            HTTPServerError.portInUse(host: "::1", port: 80),
            "port 80 on ::1 is already in use: stop the other server or choose another port with MARQUEE_PORT"
        ),
        (
            .unknownHost(host: "nowhere", reason: "Name or service not known"),
            "cannot listen on host 'nowhere': Name or service not known; expected an address of this machine such as "
                + "127.0.0.1 or ::; set MARQUEE_HOST to one"
        ),
        (
            .cannotListen(host: "192.0.2.1", port: 80, errno: EADDRNOTAVAIL),
            "cannot listen on 192.0.2.1 port 80: Cannot assign requested address; set MARQUEE_HOST to an address of "
                + "this machine, or to 0.0.0.0 or :: for all of them"
        ),
        (
            .cannotListen(host: "::", port: 80, errno: EACCES),
            "cannot listen on :: port 80: Permission denied; set MARQUEE_PORT to one from 1024 on, or allow this user "
                + "lower ones"
        ),
        (
            .cannotListen(host: "::", port: 80, errno: EAFNOSUPPORT),
            "cannot listen on :: port 80: Address family not supported by protocol; check MARQUEE_HOST and MARQUEE_PORT"
        ),
    ])
    func `a place to listen that cannot be had is told with its setting`(reason: HTTPServerError, message: String) {
        #expect(ListeningFailure(reason).description == message)
    }
}
