/* SPDX-License-Identifier: Apache-2.0 */
/* The state of a consumer group. Only of brokers that are known to answer administrators: librdkafka 2.0.2 may end in an assertion where
 * they do not. */
#include "operate.h"

static void take_state(rd_kafka_event_t *answer, group_state *out) {
    size_t n = 0;
    const rd_kafka_ConsumerGroupDescription_t **groups =
        rd_kafka_DescribeConsumerGroups_result_groups(rd_kafka_event_DescribeConsumerGroups_result(answer), &n);
    const rd_kafka_error_t *error = n ? rd_kafka_ConsumerGroupDescription_error(groups[0]) : NULL;
    out->err = n == 0 ? RD_KAFKA_RESP_ERR__FAIL : error ? rd_kafka_error_code(error) : RD_KAFKA_RESP_ERR_NO_ERROR;
    if (out->err)
        return;
    out->state = rd_kafka_ConsumerGroupDescription_state(groups[0]);
    out->members = rd_kafka_ConsumerGroupDescription_member_count(groups[0]);
    const rd_kafka_MemberDescription_t *m =
        out->members ? rd_kafka_ConsumerGroupDescription_member(groups[0], 0) : NULL;
    if (m)
        snprintf(out->who, sizeof out->who, "%s on %s", rd_kafka_MemberDescription_client_id(m),
                 rd_kafka_MemberDescription_host(m));
}

void group_ask(client *k, const char *group, group_state *out) {
    char text[256];
    rd_kafka_t *rk = client_handle(k);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(rk);
    rd_kafka_AdminOptions_t *options = rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS);
    rd_kafka_AdminOptions_set_request_timeout(options, ASK_MS, text, sizeof text);
    const char *names[] = {group};
    rd_kafka_DescribeConsumerGroups(rk, names, 1, options, queue);
    rd_kafka_event_t *answer = rd_kafka_queue_poll(queue, ASK_MS + 1000);
    *out = (group_state){.err = answer ? rd_kafka_event_error(answer) : RD_KAFKA_RESP_ERR__TIMED_OUT};
    if (answer && !out->err)
        take_state(answer, out);
    out->unknown = out->err == RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND ||
                   (!out->err && out->state == RD_KAFKA_CONSUMER_GROUP_STATE_DEAD);
    if (out->err == RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE)
        client_abandon(k); /* librdkafka 2.0.2 cannot be closed after a broker did not know the question */
    if (answer)
        rd_kafka_event_destroy(answer);
    rd_kafka_AdminOptions_destroy(options);
    rd_kafka_queue_destroy(queue);
}
