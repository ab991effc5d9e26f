package io.shiplog.apiserver.fuzz;

import java.nio.charset.StandardCharsets;

/**
 * A request as its bytes, one character each.
 *
 * @param head the request line and all headers but those of the body, each ended
 */
record Request(String method, String head, byte[] body) {

    byte[] bytes() {
        String length = body.length > 0 || !method.equals("GET") ? "Content-Length: " + body.length + "\r\n" : "";
        byte[] first = (head + length + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }

    /** Whether the answer has no end. */
    boolean isWatch() {
        return head.contains("watch");
    }

    @Override
    public String toString() {
        String text = new String(body, StandardCharsets.UTF_8);
        return head + "\n" + (text.length() > 1500 ? text.substring(0, 1500) + "... (" + text.length() + ")" : text);
    }
}
