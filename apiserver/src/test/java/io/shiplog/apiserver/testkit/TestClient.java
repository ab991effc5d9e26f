package io.shiplog.apiserver.testkit;

import io.shiplog.resources.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A plain HTTP client of the server. */
public final class TestClient implements AutoCloseable {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final String url;
    private final HttpClient http;

    /** A reply: its code, headers and body. */
    public record Reply(int code, Map<String, java.util.List<String>> headers, byte[] body) {
        public ObjectNode json() {
            return Json.parse(body);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String message() {
            return json().path("message").asString("");
        }

        public String reason() {
            return json().path("reason").asString("");
        }

        public java.util.List<String> header(String name) {
            return headers.getOrDefault(name, java.util.List.of());
        }
    }

    TestClient(String url, TestPki.Issued authority, TestPki.Issued certificate) {
        this.url = url;
        try {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, PASSWORD);
            trust.setCertificateEntry("ca", authority.certificate());
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init(trust);
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, PASSWORD);
            if (certificate != null) {
                own.setKeyEntry("client", certificate.keys().getPrivate(), PASSWORD, new Certificate[] {
                    certificate.certificate(), authority.certificate()
                });
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
            this.http = HttpClient.newBuilder()
                    .sslContext(tls)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpClient http() {
        return http;
    }

    public Reply get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Reply post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Reply put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    public Reply put(String path, JsonNode body) {
        return send("PUT", path, Json.text(body));
    }

    public Reply patch(String path, String type, String body) {
        return send("PATCH", path, body, "Content-Type", type);
    }

    public Reply delete(String path) {
        return send("DELETE", path, null);
    }

    public Reply delete(String path, String body) {
        return send("DELETE", path, body);
    }

    /** Sends a request; a body is JSON unless a header says otherwise. */
    public Reply send(String method, String path, String body, String... headers) {
        try {
            HttpResponse<byte[]> response =
                    http.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Opens a stream, such as a watch; the caller closes it. */
    public InputStream stream(String path) {
        try {
            return http.send(request("GET", path, null), HttpResponse.BodyHandlers.ofInputStream())
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url + path));
        builder.method(
                method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        boolean typed = false;
        for (int i = 0; i + 1 < headers.length; i += 2) {
            builder.setHeader(headers[i], headers[i + 1]);
            typed |= headers[i].equals("Content-Type");
        }
        if (body != null && !typed) {
            builder.setHeader("Content-Type", "application/json");
        }
        return builder.build();
    }

    @Override
    public void close() {
        http.close();
    }
}
