package org.pennypost.mime.legacy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes TNEF streams for tests (MS-OXTNEF §2). */
final class TnefWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TnefWriter() {
        int32(out, 0x223E9F78);
        int16(out, 1);
    }

    TnefWriter attribute(int level, int id, byte[] value) {
        out.write(level);
        int32(out, id);
        int32(out, value.length);
        out.writeBytes(value);
        int sum = 0;
        for (byte octet : value) {
            sum += octet & 0xFF;
        }
        int16(out, sum);
        return this;
    }

    byte[] octets() {
        return out.toByteArray();
    }

    static byte[] string(String text) {
        return (text + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Properties: {@link #property} each. */
    static byte[] properties(byte[]... each) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int32(all, each.length);
        for (byte[] property : each) {
            all.writeBytes(property);
        }
        return all.toByteArray();
    }

    static byte[] property(int type, int id, byte[] value) {
        ByteArrayOutputStream property = new ByteArrayOutputStream();
        int16(property, type);
        int16(property, id);
        int32(property, 1);
        int32(property, value.length);
        property.writeBytes(value);
        property.writeBytes(new byte[-value.length & 3]);
        return property.toByteArray();
    }

    static byte[] number(int id, int value) {
        ByteArrayOutputStream property = new ByteArrayOutputStream();
        int16(property, 3);
        int16(property, id);
        int32(property, value);
        return property.toByteArray();
    }

    /** A property with a name of its own, which readers skip. */
    static byte[] named(String name, byte[] value) {
        byte[] utf16 = name.getBytes(StandardCharsets.UTF_16LE);
        ByteArrayOutputStream property = new ByteArrayOutputStream();
        int16(property, 0x102);
        int16(property, 0x8001);
        property.writeBytes(new byte[16]);
        int32(property, 1);
        int32(property, utf16.length);
        property.writeBytes(utf16);
        property.writeBytes(new byte[-utf16.length & 3]);
        int32(property, 1);
        int32(property, value.length);
        property.writeBytes(value);
        property.writeBytes(new byte[-value.length & 3]);
        return property.toByteArray();
    }

    static byte[] utf16(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_16LE);
    }

    private static void int16(ByteArrayOutputStream out, int value) {
        out.write(value);
        out.write(value >> 8);
    }

    private static void int32(ByteArrayOutputStream out, int value) {
        int16(out, value);
        int16(out, value >> 16);
    }
}
