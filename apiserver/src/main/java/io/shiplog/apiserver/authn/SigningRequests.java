package io.shiplog.apiserver.authn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shiplog.apiserver.write.WriteGuard;
import io.shiplog.objects.StoredObject;
import io.shiplog.objects.View;
import io.shiplog.objects.Write;
import io.shiplog.resources.decision.Refusal;
import io.shiplog.resources.decision.Refusal.Cause;
import io.shiplog.resources.json.Json;
import io.shiplog.resources.json.Trees;
import io.shiplog.resources.kind.Kind;
import io.shiplog.resources.kinds.access.Access;
import io.shiplog.resources.rbac.AccessAttributes;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who may do what with requests for certificates: who approves needs the verb {@code approve} on their signer, who puts
 * a certificate in {@code sign}; no request makes an administrator; and no answer is taken back (apiserver's admission
 * plugins CertificateApproval, CertificateSigning and CertificateSubjectRestriction, and the strategies of the kind,
 * v1.34). Pure.
 *
 * @param subresource that is written; empty for the request itself
 */
public record SigningRequests(Identity identity, RequestAuthorizer authorizer, String subresource)
        implements WriteGuard {
    private static final Kind KIND = Access.SIGNING_REQUESTS;
    private static final String CLIENT = "kubernetes.io/kube-apiserver-client";
    private static final List<String> ANSWERS = List.of("Approved", "Denied", "Failed");

    /** Says in a request who makes it. */
    public static void by(Identity identity, ObjectNode request) {
        ObjectNode spec = Trees.child(request, "spec");
        spec.remove(List.of("username", "uid", "groups", "extra"));
        Reviews.user(spec, identity);
    }

    @Override
    public @Nullable Refusal refusal(View view, List<Write> writes) {
        Write write = writes.getFirst();
        byte[] object = write.object();
        if (!write.resource().equals(KIND.resource()) || object == null) {
            return null;
        }
        ObjectNode wanted = Json.parse(object);
        StoredObject stored = view.get(write.resource(), write.key());
        return stored == null ? ofNew(write, wanted) : ofChange(write, Trees.of(stored), wanted);
    }

    private static @Nullable Refusal ofNew(Write write, ObjectNode wanted) {
        JsonNode spec = wanted.path("spec");
        List<String> groups;
        try {
            groups = organizations(spec.path("request").asString(""));
        } catch (IOException | IllegalArgumentException | IllegalStateException unreadable) {
            return invalid(
                    write,
                    List.of(new Cause(
                            "FieldValueInvalid",
                            "Invalid value: \"" + spec.path("request").asString("")
                                    + "\": PEM block type must be CERTIFICATE REQUEST",
                            "spec.request")));
        }
        return spec.path("signerName").asString("").equals(CLIENT) && groups.contains("system:masters")
                ? forbidden(write, "use of " + CLIENT + " signer with system:masters group is not allowed")
                : null;
    }

    private static List<String> organizations(String request) throws IOException {
        String pem = new String(Base64.getDecoder().decode(request), UTF_8);
        try (var parser = new PEMParser(new StringReader(pem))) {
            if (!(parser.readObject() instanceof PKCS10CertificationRequest read)) {
                throw new IOException("no certificate request");
            }
            return Arrays.stream(read.getSubject().getRDNs(BCStyle.O))
                    .flatMap(part -> Arrays.stream(part.getTypesAndValues()))
                    .filter(one -> one.getType().equals(BCStyle.O))
                    .map(one -> IETFUtils.valueToString(one.getValue()))
                    .toList();
        }
    }

    private @Nullable Refusal ofChange(Write write, ObjectNode old, ObjectNode wanted) {
        String signer = old.path("spec").path("signerName").asString("");
        boolean approves = subresource.equals("approval");
        if (approves && !may("approve", signer)) {
            return forbidden(write, "user not permitted to approve requests with signerName \"" + signer + "\"");
        }
        JsonNode certificate = old.path("status").path("certificate");
        boolean signs = !certificate.equals(wanted.path("status").path("certificate"));
        if (signs && !may("sign", signer)) {
            return forbidden(write, "user not permitted to sign requests with signerName \"" + signer + "\"");
        }
        for (String answer : ANSWERS) {
            List<JsonNode> before = conditions(old, answer);
            List<JsonNode> after = conditions(wanted, answer);
            boolean decided = !approves && !answer.equals("Failed");
            String fault = after.size() < before.size()
                    ? "remove"
                    : decided && after.size() > before.size()
                            ? "add"
                            : decided && !after.equals(before) ? "modify" : "";
            if (!fault.isEmpty()) {
                return unchanging(
                        write, "conditions", "updates may not " + fault + " a condition of type \"" + answer + "\"");
            }
        }
        if (!conditions(wanted, "Approved").isEmpty()
                && !conditions(wanted, "Denied").isEmpty()) {
            return invalid(
                    write,
                    List.of(new Cause(
                            "FieldValueInvalid",
                            "Invalid value: \"Denied\": Approved and Denied conditions are mutually exclusive",
                            "status.conditions")));
        }
        if (signs && approves) {
            return unchanging(write, "certificate", "updates may not set certificate content");
        }
        return signs && !certificate.asString("").isEmpty()
                ? unchanging(write, "certificate", "updates may not modify existing certificate content")
                : null;
    }

    /** For this signer, or for all of its domain. */
    private boolean may(String verb, String signer) {
        String domain = signer.contains("/") ? signer.substring(0, signer.indexOf('/')) : signer;
        return authorizer.allows(identity, ofSigner(verb, signer))
                || authorizer.allows(identity, ofSigner(verb, domain + "/*"));
    }

    private static AccessAttributes ofSigner(String verb, String name) {
        return new AccessAttributes(verb, KIND.group(), "signers", "", "", name, "");
    }

    private static List<JsonNode> conditions(JsonNode request, String type) {
        return request.path("status")
                .path("conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asString("").equals(type))
                .toList();
    }

    private static Refusal unchanging(Write write, String member, String why) {
        return invalid(write, List.of(new Cause("FieldValueForbidden", "Forbidden: " + why, "status." + member)));
    }

    private static Refusal invalid(Write write, List<Cause> causes) {
        return Refusal.invalid(KIND.group(), KIND.kind(), write.key().name(), causes);
    }

    private static Refusal forbidden(Write write, String why) {
        return Refusal.forbidden(write.resource(), write.key().name(), why, List.of());
    }
}
