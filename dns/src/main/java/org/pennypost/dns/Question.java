package org.pennypost.dns;

import org.xbill.DNS.Type;

/** What is asked: data of one kind at one name, in the class IN. */
record Question(DomainName name, Kind kind) {
    enum Kind {
        A(Type.A),
        AAAA(Type.AAAA),
        MX(Type.MX),
        TXT(Type.TXT),
        PTR(Type.PTR),
        /** Nothing that is asked: under this kind the cache keeps that a name does not exist at all. */
        ANYTHING(0);

        final int type;

        Kind(int type) {
            this.type = type;
        }
    }
}
