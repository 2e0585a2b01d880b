import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { alarmRules, type Watched } from "../alarms/alarm-rules.ts";
import { ALARM_IDS, alarmDescription } from "../alarms/alarm-texts.ts";
import { NAMES } from "../names.ts";

export interface AlarmsProps extends Watched {
  readonly topic: ITopic;
}

/** Every alarm tells the one topic, with what to do. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { topic, ...watched }: AlarmsProps) {
    super(scope, id);
    const rules = alarmRules(watched);
    const tell = new SnsAction(topic);
    this.alarms = ALARM_IDS.map((name) => {
      const { metric, from = 1, missing = TreatMissingData.NOT_BREACHING, tellsEnd = false } = rules[name];
      const alarm = new Alarm(this, name, {
        alarmName: `${NAMES.alarmPrefix}${name}`,
        alarmDescription: alarmDescription(name),
        metric,
        threshold: from,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: missing,
      });
      alarm.addAlarmAction(tell);
      if (tellsEnd) alarm.addOkAction(tell);
      return alarm;
    });
  }
}
