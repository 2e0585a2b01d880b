import { formatResult } from "../sql/format.ts";
import { runSql } from "../sql/run-sql.ts";
import { openReports, type ReportsSession } from "../sql/session.ts";

/** Questions a person asks first, each with SQL that runs in Athena as it stands. */
const QUESTIONS = [
  {
    question: "Which campaigns are furthest behind, and what would they need a day?",
    sql: `SELECT name, billable_leads, leads_required, days_left, on_schedule_index, rate_per_day, needed_per_day
FROM campaign_pacing
WHERE enterprise = 'demo' AND status = 'Active' AND NOT internal_only AND NOT test_mode AND days_left > 0
ORDER BY on_schedule_index
LIMIT 5`,
  },
  {
    question: "Which publishers' invalid rate is above their own?",
    sql: `SELECT publisher_name, total_leads_delta, invalid_rate, baseline_invalid_rate, invalid_rate_rise
FROM publisher_quality_daily
WHERE enterprise = 'demo' AND snapshot_date = '2026-11-24' AND total_leads_delta >= 20
ORDER BY invalid_rate_rise DESC
LIMIT 3`,
  },
  {
    question: "Which integration jobs fail, and since when?",
    sql: `SELECT campaign_name, state, failing_since, days_failing, failed_delta, total_delta
FROM integration_job_health
WHERE enterprise = 'demo' AND snapshot_date = '2026-11-24' AND state IN ('new', 'still')
ORDER BY days_failing DESC
LIMIT 5`,
  },
] as const;

/** The questions with their SQL and answers, as text. @param now epoch ms the SQL's clock stands at */
export async function answerDemoQueries(data: string, now: number): Promise<string> {
  const session = await openReports(data, { now });
  try {
    const answers: string[] = [];
    for (const { question, sql } of QUESTIONS) answers.push(await answer(session, question, sql));
    return answers.join("\n");
  } finally {
    session.close();
  }
}

async function answer(session: ReportsSession, question: string, sql: string): Promise<string> {
  return `${question}\n${sql.replace(/^/gm, "  ")}\n${formatResult(await runSql(session, sql), "table")}`;
}
