# docker build -t kubelens .
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY src/main ./src/main
RUN --mount=type=cache,target=/m2 \
    mvn -B -ntp -Dmaven.repo.local=/m2 -Dmaven.test.skip=true -Dspotless.check.skip=true package

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="KubeLens" \
      org.opencontainers.image.description="A gateway to Kubernetes made of Apache Camel routes in YAML" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0"
WORKDIR /opt/kubelens
COPY --from=build /src/target/dist/lib ./lib
COPY --from=build /src/target/dist/kubelens.jar ./
COPY LICENSE application.properties ./
COPY routes ./routes
COPY --chmod=0755 kubelens ./
# The AOT cache holds the classes of a short run, loaded and linked. It fits only this Java and these very jars, so it is
# made here and not in the build stage. The gateway starts without Kubernetes and Keycloak, so it is shown addresses where
# nobody is; it ends by the signal that a pod gets. That it had started is checked, since a refusal leaves a cache as well.
RUN mkdir training; \
    echo '{auth: {keycloak_url: "http://127.0.0.1:9", realm: none, client_id: none}, kubernetes: {allowed_namespaces: [none]}}' >training/config.yaml; \
    printf '%s\n' 'current-context: none' 'contexts: [{name: none, context: {cluster: none}}]' \
      'clusters: [{name: none, cluster: {server: "http://127.0.0.1:9"}}]' >training/kubeconfig; \
    KUBELENS_JAVA_OPTS=-XX:AOTCacheOutput=kubelens.aot ./kubelens serve --port 0 --management-port 0 \
      --config training/config.yaml --kubeconfig training/kubeconfig >training/log 2>&1 & \
    until grep -q '"Started;' training/log || ! kill -0 $!; do sleep 1; done; \
    kill $!; wait $!; \
    grep '"Started;' training/log && test -s kubelens.aot && rm -r training
ENV KUBELENS_LOG_FORMAT=json
USER 65532:65532
EXPOSE 8080 8081
ENTRYPOINT ["/opt/kubelens/kubelens"]
CMD ["serve"]
