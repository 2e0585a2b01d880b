import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { Construct } from "constructs";
import { alarmRules, type Watched } from "../alarms/alarm-rules.ts";
import { ALARM_IDS, ALARM_TEXTS, alarmDescription } from "../alarms/alarm-texts.ts";
import type { AlertTopics } from "./alerts.ts";

export interface AlarmsProps extends Watched {
  readonly topics: AlertTopics;
}

/** Every alarm tells the topic of its severity, with what to do. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { topics, ...watched }: AlarmsProps) {
    super(scope, id);
    const rules = alarmRules(watched);
    const tell = { page: new SnsAction(topics.page), notice: new SnsAction(topics.notice) };
    this.alarms = ALARM_IDS.map((name) => {
      const { metric, from = 1, missing = TreatMissingData.NOT_BREACHING, tellsEnd, tellsSilence } = rules[name];
      const alarm = new Alarm(this, name, {
        alarmName: `${watched.names.alarmPrefix}${name}`,
        alarmDescription: alarmDescription(name, watched.names),
        metric,
        threshold: from,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: missing,
      });
      const { severity } = ALARM_TEXTS[name];
      alarm.addAlarmAction(tell[severity]);
      if (tellsEnd === true) alarm.addOkAction(tell[severity]);
      if (tellsSilence === true) alarm.addInsufficientDataAction(tell[severity]);
      return alarm;
    });
  }
}
