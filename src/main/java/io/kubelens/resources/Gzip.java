package io.kubelens.resources;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * The gzip form (RFC 1952) of bytes that are zipped in parts: each part is deflated alone and ends on a byte boundary, so
 * that it can be used again beside others.
 */
final class Gzip {
    static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private Gzip() {}

    static byte[] part(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 8 + 64);
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            deflater.setInput(bytes);
            byte[] buffer = new byte[8 * 1024];
            int length = buffer.length;
            // With a flush, a buffer that is not filled says that all is out.
            while (length == buffer.length) {
                length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                out.write(buffer, 0, length);
            }
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    /** One byte as it is: a stored block of deflate (RFC 1951, 3.2.4). */
    static byte[] stored(char ascii, boolean last) {
        return new byte[] {(byte) (last ? 1 : 0), 1, 0, (byte) 0xfe, (byte) 0xff, (byte) ascii};
    }

    /** What follows the last block. */
    static byte[] trailer(List<byte[]> all) {
        CRC32 crc = new CRC32();
        long length = 0;
        for (byte[] bytes : all) {
            crc.update(bytes);
            length += bytes.length;
        }
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) crc.getValue())
                .putInt((int) length)
                .array();
    }
}
