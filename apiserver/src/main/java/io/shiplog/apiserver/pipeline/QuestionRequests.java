package io.shiplog.apiserver.pipeline;

import io.shiplog.apiserver.ask.Asker;
import io.shiplog.apiserver.ask.QuestionAnswer;
import io.shiplog.apiserver.ask.Questions;
import io.shiplog.apiserver.authn.Identity;
import io.shiplog.apiserver.authn.RequestAuthorizer;
import io.shiplog.apiserver.request.Query;
import io.shiplog.apiserver.request.Representation;
import io.shiplog.apiserver.status.Failures;
import io.shiplog.apiserver.status.JournalFailures;
import io.shiplog.apiserver.write.Writer;
import io.shiplog.resources.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The questions about the past below {@code /shiplog/v1/}, over HTTP: as JSON, YAML or text; a log may be followed, a
 * plan carried out.
 */
final class QuestionRequests {
    static final String PREFIX = "/shiplog/v1/";

    private static final Set<String> OUTPUTS = Set.of("", "json", "yaml", "text", "wide");
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Questions questions;
    private final LongSupplier newest;
    private final Responder responder;
    private final TakeBackRequests takingBack;
    private final RequestAuthorizer authorizer;

    /**
     * @param newest the resourceVersion up to which there may be news
     * @param writer takes back
     */
    QuestionRequests(
            Vertx vertx,
            Questions questions,
            LongSupplier newest,
            Writer writer,
            Responder responder,
            RequestAuthorizer authorizer) {
        this.takingBack = new TakeBackRequests(questions, writer, responder, authorizer);
        this.authorizer = authorizer;
        this.vertx = vertx;
        this.questions = questions;
        this.newest = newest;
        this.responder = responder;
    }

    void serve(Incoming incoming, String path) {
        Identity identity = incoming.actor();
        String question = path.substring(PREFIX.length());
        boolean takesBack = question.equals("undo") || question.equals("restore");
        if (takesBack && incoming.request().method() == HttpMethod.POST) {
            takingBack.serve(incoming, identity, question);
            return;
        }
        if (incoming.request().method() != HttpMethod.GET) {
            throw Failures.methodNotAllowed().exception();
        }
        String output = incoming.query().text("output");
        if (!OUTPUTS.contains(output)) {
            throw Failures.badRequest("output is json, yaml, text or wide, not \"" + output + "\"")
                    .exception();
        }
        boolean follows = question.equals("log") && incoming.query().flag("follow");
        new Asked(incoming, question, new Asker(identity, authorizer), output).answer(follows);
    }

    /** One question, on the event loop of its connection. */
    private final class Asked {
        private final Incoming incoming;
        private final HttpServerResponse response;
        private final String question;
        private final Asker asker;
        private final String output;

        Asked(Incoming incoming, String question, Asker asker, String output) {
            this.incoming = incoming;
            this.response = incoming.request().response();
            this.question = question;
            this.asker = asker;
            this.output = output;
        }

        void answer(boolean follows) {
            ask(incoming.query())
                    .whenComplete((told, failure) -> incoming.context().runOnContext(on -> {
                        if (told == null) {
                            responder.fail(response, JournalFailures.explained(failure), Representation.JSON);
                            return;
                        }
                        response.putHeader("Content-Type", mediaType());
                        response.putHeader("Cache-Control", "no-cache, private");
                        if (follows) {
                            response.setChunked(true);
                            response.write(bytes(told));
                            goOn(told.upTo());
                        } else {
                            response.end(bytes(told));
                        }
                    }));
        }

        private CompletableFuture<QuestionAnswer> ask(Query query) {
            return questions.ask(question, query, asker);
        }

        /** Looks again and again what has been added since. */
        private void goOn(long since) {
            vertx.setTimer(LOOK_AGAIN.toMillis(), timer -> {
                if (response.closed() || response.ended()) {
                    return;
                }
                if (newest.getAsLong() <= since) {
                    goOn(since);
                    return;
                }
                ask(incoming.query().with("since", Long.toString(since)).with("until", ""))
                        .whenComplete((told, failure) -> incoming.context().runOnContext(on -> {
                            if (told == null) {
                                response.reset();
                            } else if (!response.closed()) {
                                if (!told.text().isEmpty()) {
                                    response.write(bytes(told));
                                }
                                goOn(told.upTo());
                            }
                        }));
            });
        }

        private String mediaType() {
            return switch (output) {
                case "text", "wide" -> "text/plain; charset=utf-8";
                case "yaml" -> "application/yaml";
                default -> "application/json";
            };
        }

        private Buffer bytes(QuestionAnswer told) {
            return switch (output) {
                case "text", "wide" -> Buffer.buffer(told.text());
                case "yaml" -> Buffer.buffer(Yaml.bytes(told.json()));
                default -> Buffer.buffer(Json.bytes(told.json())).appendByte((byte) '\n');
            };
        }
    }
}
