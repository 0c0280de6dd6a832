CREATE TABLE "settings_versions" (
	"tenant_id" uuid NOT NULL,
	"company_file_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"settings" jsonb NOT NULL,
	"made_at" timestamp (3) with time zone NOT NULL,
	"made_by" text NOT NULL,
	"action" text NOT NULL,
	CONSTRAINT "settings_versions_tenant_id_company_file_id_version_pk" PRIMARY KEY("tenant_id","company_file_id","version")
);
--> statement-breakpoint
ALTER TABLE "settings_versions" ADD CONSTRAINT "settings_versions_company_file" FOREIGN KEY ("tenant_id","company_file_id") REFERENCES "public"."company_files"("tenant_id","company_file_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
-- Row-level security holds for the owner of the tables, too, so it rests for a moment. Who saved the settings that stand is
-- known to the trail only.
ALTER TABLE company_settings NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
INSERT INTO settings_versions (tenant_id, company_file_id, version, settings, made_at, made_by, action)
SELECT tenant_id, company_file_id, version, settings, changed_at, 'Tieout', 'settings.saved' FROM company_settings;
--> statement-breakpoint
ALTER TABLE company_settings FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE settings_versions ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE settings_versions FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_tenant ON settings_versions TO tieout_app USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());
--> statement-breakpoint
-- What was once wanted is never changed and never goes.
GRANT SELECT, INSERT ON settings_versions TO tieout_app;
