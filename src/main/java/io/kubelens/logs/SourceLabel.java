package io.kubelens.logs;

import java.nio.charset.StandardCharsets;

/** The bytes that every line of one source repeats. Names are RFC 1123: they need no escaping. */
final class SourceLabel {
    private static final int UID = 8;
    final SourceId source;

    /** {@link SourceId#number}. */
    final long number;

    /** {@link ContainerLog#created}. */
    final long created;

    final byte[] id;
    final byte[] json;
    final byte[] text;

    SourceLabel(ContainerLog log) {
        source = SourceId.of(log);
        number = source.number();
        created = log.created();
        String pod = log.pod().name();
        String container = log.container();
        String uid = log.pod().uid();
        id = bytes(uid.substring(0, Math.min(UID, uid.length())) + '.' + container + '.');
        json = bytes("\",\"podName\":\"" + pod + "\",\"containerName\":\"" + container + "\",\"level\":\"");
        text = bytes(pod + '/' + container + ' ');
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
