BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0012');
CREATE TABLE artifacts (
	id VARCHAR NOT NULL, 
	job_id VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	filename VARCHAR NOT NULL, 
	media_type VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	suffix VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "artifacts" VALUES('6cac1bd3-2e7d-5963-87e9-8d3af654eff2','83b62c94-4c12-4124-8491-901db977abdd','fetch','source','talk-8.00-ea08a279.mp4','video/mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,1795723174440);
INSERT INTO "artifacts" VALUES('94bbd3bd-104d-542a-8455-f566016bc966','c3298a25-7a22-48ab-bcaa-92a0baa19cdd','fetch','source','silent-94500712.mp4','video/mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,1795723175854);
INSERT INTO "artifacts" VALUES('86bcc72e-af08-5113-abd4-ca6e23134d1e','83b62c94-4c12-4124-8491-901db977abdd','scenes','poster','talk-8.00-ea08a279 poster.jpg','image/jpeg','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58','.jpg',11470,1795723175878);
INSERT INTO "artifacts" VALUES('94f8d11e-faa7-5818-a62a-04c53b153f8c','83b62c94-4c12-4124-8491-901db977abdd','scenes','sprite','talk-8.00-ea08a279 storyboard.jpg','image/jpeg','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87','.jpg',16618,1795723175878);
INSERT INTO "artifacts" VALUES('ca3717b6-4d01-5465-bd63-ed9426ad3135','83b62c94-4c12-4124-8491-901db977abdd','audio','audio','talk-8.00-ea08a279.mp3','audio/mpeg','d7b100b0d58e2783b3d60dc21ecdd8cb4b9f303712daef59740d5fb46b9e4613','.mp3',264266,1795723176415);
INSERT INTO "artifacts" VALUES('8a5ac45d-0e8a-5246-b167-668241e0f034','83b62c94-4c12-4124-8491-901db977abdd','audio','waveform','talk-8.00-ea08a279 waveform.json','application/json','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689','.json',1167,1795723176415);
INSERT INTO "artifacts" VALUES('3d342112-71b1-50ef-9d93-34a934f1d804','83b62c94-4c12-4124-8491-901db977abdd','transcribe','transcript','talk-8.00-ea08a279.srt','application/x-subrip','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97','.srt',214,1795723179835);
INSERT INTO "artifacts" VALUES('78b3312c-51de-54c3-b045-f82e754acc57','83b62c94-4c12-4124-8491-901db977abdd','transcribe','transcript','talk-8.00-ea08a279.vtt','text/vtt','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6','.vtt',216,1795723179835);
INSERT INTO "artifacts" VALUES('59fc93ad-1e6e-5d1d-9c8d-d49ff9895279','83b62c94-4c12-4124-8491-901db977abdd','transcribe','transcript','talk-8.00-ea08a279.txt','text/plain','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19','.txt',115,1795723179835);
INSERT INTO "artifacts" VALUES('3f6c56ab-6e00-5348-88c7-89dcd1bb0236','83b62c94-4c12-4124-8491-901db977abdd','clips','clip','talk-8.00-ea08a279 clip 1.mp4','video/mp4','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4','.mp4',199768,1795723181214);
INSERT INTO "artifacts" VALUES('e0c0cbc6-b422-5550-b5eb-c1fa7741401d','83b62c94-4c12-4124-8491-901db977abdd','clips','clip_thumbnail','talk-8.00-ea08a279 clip 1.jpg','image/jpeg','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11','.jpg',12447,1795723181214);
CREATE TABLE events (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	job_id VARCHAR NOT NULL, 
	seq INTEGER NOT NULL, 
	type VARCHAR NOT NULL, 
	ts_ms BIGINT NOT NULL, 
	data JSON NOT NULL, 
	CONSTRAINT uq_events_job_seq UNIQUE (job_id, seq)
);
INSERT INTO "events" VALUES(1,'83b62c94-4c12-4124-8491-901db977abdd',1,'job_moved',1795723174188,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(2,'c3298a25-7a22-48ab-bcaa-92a0baa19cdd',1,'job_moved',1795723174214,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(3,'83b62c94-4c12-4124-8491-901db977abdd',2,'job_moved',1795723174224,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(4,'c3298a25-7a22-48ab-bcaa-92a0baa19cdd',2,'job_moved',1795723174232,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(5,'83b62c94-4c12-4124-8491-901db977abdd',3,'stage_moved',1795723174245,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":10.432,"stage_status":"running","waited_s":0.004046713002026081}');
INSERT INTO "events" VALUES(6,'c3298a25-7a22-48ab-bcaa-92a0baa19cdd',3,'stage_moved',1795723174273,'{"status":"processing","progress":0.0,"attempt":1,"stage":"fetch","eta_s":3.6174613309968846,"stage_status":"running","waited_s":0.004796638997504488}');
INSERT INTO "events" VALUES(7,'83b62c94-4c12-4124-8491-901db977abdd',4,'stage_moved',1795723174440,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"fetch","eta_s":10.236013795001083,"stage_status":"completed","cached":false,"work_s":0.18767493500490673,"waited_s":0.004046713002026081}');
INSERT INTO "events" VALUES(8,'83b62c94-4c12-4124-8491-901db977abdd',5,'stage_moved',1795723174453,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":10.222590764998342,"stage_status":"running","waited_s":0.0019607190042734146}');
INSERT INTO "events" VALUES(9,'83b62c94-4c12-4124-8491-901db977abdd',6,'log_line',1795723174757,'{"level":"info","message":"speech audio extracted","stage":"speech","fields":{"duration_s":8.0,"expected_s":8.2}}');
INSERT INTO "events" VALUES(10,'83b62c94-4c12-4124-8491-901db977abdd',7,'stage_moved',1795723174807,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.753990438800509,"stage_status":"running","waited_s":0.34705001799738966}');
INSERT INTO "events" VALUES(11,'83b62c94-4c12-4124-8491-901db977abdd',8,'stage_moved',1795723174811,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"speech","eta_s":6.750276130803366,"stage_status":"completed","cached":false,"work_s":0.34453939200466266,"waited_s":0.0019607190042734146}');
INSERT INTO "events" VALUES(12,'83b62c94-4c12-4124-8491-901db977abdd',9,'stage_moved',1795723174834,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"transcribe","eta_s":6.737669546802033,"stage_status":"running","waited_s":0.0015808519965503365}');
INSERT INTO "events" VALUES(13,'83b62c94-4c12-4124-8491-901db977abdd',10,'log_line',1795723175795,'{"level":"info","message":"scenes found","stage":"scenes","fields":{"cuts":0,"focus_points":17}}');
INSERT INTO "events" VALUES(14,'c3298a25-7a22-48ab-bcaa-92a0baa19cdd',4,'stage_moved',1795723175854,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"fetch","eta_s":2.96438773569093,"stage_status":"completed","cached":false,"work_s":1.5523277419997612,"waited_s":0.004796638997504488}');
INSERT INTO "events" VALUES(15,'83b62c94-4c12-4124-8491-901db977abdd',11,'stage_moved',1795723175871,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"audio","eta_s":6.166880733994999,"stage_status":"running","waited_s":1.4139553839995642}');
INSERT INTO "events" VALUES(16,'83b62c94-4c12-4124-8491-901db977abdd',12,'stage_moved',1795723175878,'{"status":"processing","progress":0.23046769397134362,"attempt":1,"stage":"scenes","eta_s":6.157885886997333,"stage_status":"completed","cached":false,"work_s":1.0261607459979132,"waited_s":0.34705001799738966}');
INSERT INTO "events" VALUES(17,'83b62c94-4c12-4124-8491-901db977abdd',13,'log_line',1795723176324,'{"level":"info","message":"audio extracted","stage":"audio","fields":{"format":"mp3","quality":"high","duration_s":8.232}}');
INSERT INTO "events" VALUES(18,'c3298a25-7a22-48ab-bcaa-92a0baa19cdd',5,'stage_moved',1795723176402,'{"status":"processing","progress":0.856353591160221,"attempt":1,"stage":"audio","eta_s":1.0037924680010764,"stage_status":"running","waited_s":0.5152273790008621}');
INSERT INTO "events" VALUES(19,'83b62c94-4c12-4124-8491-901db977abdd',14,'stage_moved',1795723176415,'{"status":"processing","progress":0.24215946540265595,"attempt":1,"stage":"audio","eta_s":6.150897088998404,"stage_status":"completed","cached":false,"work_s":0.5120731239949237,"waited_s":1.4139553839995642}');
INSERT INTO "events" VALUES(20,'c3298a25-7a22-48ab-bcaa-92a0baa19cdd',6,'job_error',1795723176472,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}');
INSERT INTO "events" VALUES(21,'c3298a25-7a22-48ab-bcaa-92a0baa19cdd',7,'job_moved',1795723176472,'{"status":"failed","progress":0.856353591160221,"attempt":1,"error":{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false},"cause":"fail"}');
INSERT INTO "events" VALUES(22,'83b62c94-4c12-4124-8491-901db977abdd',15,'log_line',1795723177466,'{"level":"info","message":"Loading the whisper model demo","stage":"transcribe","fields":{"device":"cpu","workers":1}}');
INSERT INTO "events" VALUES(23,'83b62c94-4c12-4124-8491-901db977abdd',16,'log_line',1795723177537,'{"level":"info","message":"Transcribing with demo, batched","stage":"transcribe","fields":{"language":"en","probability":1.0}}');
INSERT INTO "events" VALUES(24,'83b62c94-4c12-4124-8491-901db977abdd',17,'segment_transcribed',1795723179764,'{"index":0,"segment":{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}]}}');
INSERT INTO "events" VALUES(25,'83b62c94-4c12-4124-8491-901db977abdd',18,'segment_transcribed',1795723179785,'{"index":1,"segment":{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}]}}');
INSERT INTO "events" VALUES(26,'83b62c94-4c12-4124-8491-901db977abdd',19,'segment_transcribed',1795723179785,'{"index":2,"segment":{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}]}}');
INSERT INTO "events" VALUES(27,'83b62c94-4c12-4124-8491-901db977abdd',20,'stage_moved',1795723179835,'{"status":"processing","progress":0.521241089704266,"attempt":1,"stage":"transcribe","eta_s":8.606072011970403,"stage_status":"completed","cached":false,"work_s":4.99805090999871,"waited_s":0.0015808519965503365}');
INSERT INTO "events" VALUES(28,'83b62c94-4c12-4124-8491-901db977abdd',21,'stage_moved',1795723179852,'{"status":"processing","progress":0.521241089704266,"attempt":1,"stage":"analyse","eta_s":8.585022051970602,"stage_status":"running","waited_s":0.0015981390024535358}');
INSERT INTO "events" VALUES(29,'83b62c94-4c12-4124-8491-901db977abdd',22,'stage_moved',1795723179869,'{"status":"processing","progress":0.521241089704266,"attempt":1,"stage":"clips","eta_s":8.58338053896937,"stage_status":"running","waited_s":0.002759638002316933}');
INSERT INTO "events" VALUES(30,'83b62c94-4c12-4124-8491-901db977abdd',23,'log_line',1795723180376,'{"level":"info","message":"clips chosen","stage":"clips","fields":{"count":1,"done":0}}');
INSERT INTO "events" VALUES(31,'83b62c94-4c12-4124-8491-901db977abdd',24,'log_line',1795723181184,'{"level":"info","message":"clip cut","stage":"clips","fields":{"index":0,"start_s":3.4,"length_s":4.8}}');
INSERT INTO "events" VALUES(32,'83b62c94-4c12-4124-8491-901db977abdd',25,'clip_cut',1795723181214,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","width":640,"height":360,"artifact_id":"3f6c56ab-6e00-5348-88c7-89dcd1bb0236","thumbnail_id":"e0c0cbc6-b422-5550-b5eb-c1fa7741401d"}');
INSERT INTO "events" VALUES(33,'83b62c94-4c12-4124-8491-901db977abdd',26,'stage_moved',1795723181226,'{"status":"processing","progress":0.7372485388541188,"attempt":1,"stage":"clips","eta_s":3.041,"stage_status":"completed","cached":false,"work_s":1.3674165900010848,"waited_s":0.002759638002316933}');
INSERT INTO "events" VALUES(34,'83b62c94-4c12-4124-8491-901db977abdd',27,'log_line',1795723181918,'{"level":"info","message":"Loading the sentiment model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(35,'83b62c94-4c12-4124-8491-901db977abdd',28,'log_line',1795723184896,'{"level":"info","message":"Loading the spaCy model demo","stage":"analyse"}');
INSERT INTO "events" VALUES(36,'83b62c94-4c12-4124-8491-901db977abdd',29,'stage_moved',1795723186146,'{"status":"processing","progress":0.999,"attempt":1,"stage":"analyse","eta_s":0.0,"stage_status":"completed","cached":false,"work_s":6.286930194997694,"waited_s":0.0015981390024535358}');
INSERT INTO "events" VALUES(37,'83b62c94-4c12-4124-8491-901db977abdd',30,'job_moved',1795723186150,'{"status":"completed","progress":1,"attempt":1,"eta_s":0.0,"cause":"complete"}');
INSERT INTO "events" VALUES(38,'09eca3b7-2612-40fb-a0ef-05eb67dcf3e6',1,'job_moved',1795723186169,'{"status":"pending","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(39,'02026672-6ce3-4465-bf88-445f53c8234f',1,'job_moved',1795723186170,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(40,'6f540ca2-0bca-4e40-bf07-4a8a2923f52d',1,'job_moved',1795723186174,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(41,'6f540ca2-0bca-4e40-bf07-4a8a2923f52d',2,'job_moved',1795723186175,'{"status":"cancelled","progress":0,"attempt":0,"cause":"cancel"}');
INSERT INTO "events" VALUES(42,'c997b866-f361-4fbd-b3de-05510929b91e',1,'job_moved',1795723186179,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(43,'c997b866-f361-4fbd-b3de-05510929b91e',2,'job_moved',1795723186180,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
INSERT INTO "events" VALUES(44,'c997b866-f361-4fbd-b3de-05510929b91e',3,'job_error',1795723186181,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}');
INSERT INTO "events" VALUES(45,'c997b866-f361-4fbd-b3de-05510929b91e',4,'job_moved',1795723186181,'{"status":"pending","progress":0,"attempt":1,"error":{"code":"rate_limited","message":"later","stage":"fetch","retryable":true},"cause":"postpone","next_attempt_ms":1827259186168}');
INSERT INTO "events" VALUES(46,'29cbca95-2d9e-4ef2-8cb3-d2822f173f1d',1,'job_moved',1795723186188,'{"status":"queued","progress":0,"attempt":0}');
INSERT INTO "events" VALUES(47,'29cbca95-2d9e-4ef2-8cb3-d2822f173f1d',2,'job_moved',1795723186189,'{"status":"processing","progress":0,"attempt":1,"cause":"claim"}');
CREATE TABLE file_copies (
	sha256 VARCHAR NOT NULL, 
	begun_ms BIGINT NOT NULL, 
	copied_ms BIGINT, 
	leaving_ms BIGINT, 
	PRIMARY KEY (sha256)
);
CREATE TABLE flags (
	name VARCHAR NOT NULL, 
	value JSON NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "flags" VALUES('written','{"at_ms":1795723172596}');
INSERT INTO "flags" VALUES('database','{"id":"0ef91132666d42daae311676e2bacad1"}');
INSERT INTO "flags" VALUES('queue','{"paused":true,"draining":false}');
INSERT INTO "flags" VALUES('cooling example.org','{"until_ms":1827259186168}');
CREATE TABLE job_counts (status TEXT NOT NULL, job_type TEXT NOT NULL, priority INTEGER NOT NULL, jobs INTEGER NOT NULL, PRIMARY KEY (status, job_type, priority)) WITHOUT ROWID;
INSERT INTO "job_counts" VALUES('cancelled','transcription',9,1);
INSERT INTO "job_counts" VALUES('completed','full_processing',5,1);
INSERT INTO "job_counts" VALUES('failed','audio_extraction',5,1);
INSERT INTO "job_counts" VALUES('pending','analysis',5,1);
INSERT INTO "job_counts" VALUES('pending','clip_generation',5,1);
INSERT INTO "job_counts" VALUES('processing','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('processing','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('processing','full_processing',5,0);
INSERT INTO "job_counts" VALUES('processing','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','audio_extraction',5,0);
INSERT INTO "job_counts" VALUES('queued','clip_generation',5,0);
INSERT INTO "job_counts" VALUES('queued','full_processing',5,0);
INSERT INTO "job_counts" VALUES('queued','transcription',5,1);
INSERT INTO "job_counts" VALUES('queued','transcription',9,0);
CREATE TABLE job_metas (
	num INTEGER NOT NULL, 
	meta JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE job_stages (
	job_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	progress FLOAT NOT NULL, 
	"key" VARCHAR, 
	cached BOOLEAN NOT NULL, 
	started_ms BIGINT, 
	seconds FLOAT, 
	published INTEGER NOT NULL, waited FLOAT, 
	PRIMARY KEY (job_id, name)
);
INSERT INTO "job_stages" VALUES('83b62c94-4c12-4124-8491-901db977abdd','fetch','completed',1.0,'fetch-425359b36696840466c7b95800b5a87f921cd1df20ea44ac540e8687a9e41203',0,1795723174245,1.87674935004906728863e-01,0,4.0467130020260810852e-03);
INSERT INTO "job_stages" VALUES('83b62c94-4c12-4124-8491-901db977abdd','audio','completed',1.0,'audio-190beb0e9580eeef7e44534f38ba490e2caa52ebc4e0c950c040616139f9cf7f',0,1795723175871,5.12073123994923662394e-01,0,1.41395538399956421926e+00);
INSERT INTO "job_stages" VALUES('83b62c94-4c12-4124-8491-901db977abdd','speech','completed',1.0,'speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6',0,1795723174453,3.44539392004662659019e-01,0,1.96071900427341461181e-03);
INSERT INTO "job_stages" VALUES('83b62c94-4c12-4124-8491-901db977abdd','scenes','completed',1.0,'scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705',0,1795723174807,1.02616074599791318178e+00,0,3.47050017997389659285e-01);
INSERT INTO "job_stages" VALUES('83b62c94-4c12-4124-8491-901db977abdd','transcribe','completed',1.0,'transcribe-fea7e7531b0b1eecaf09a96402d4d9ed4b6b1a2168423fb9587f83e84a8fdf4c',0,1795723174834,4.99805090999871,3,1.58085199655033648014e-03);
INSERT INTO "job_stages" VALUES('83b62c94-4c12-4124-8491-901db977abdd','analyse','completed',1.0,'analyse-c73330965dd6b49fa17593d6683c0be3e74b8d0ec31182e338bff2ec9ddda071',0,1795723179852,6.28693019499769434332e+00,0,1.59813900245353579521e-03);
INSERT INTO "job_stages" VALUES('83b62c94-4c12-4124-8491-901db977abdd','clips','completed',1.0,'clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,1795723179869,1.36741659000108484178e+00,1,2.75963800231693312525e-03);
INSERT INTO "job_stages" VALUES('c3298a25-7a22-48ab-bcaa-92a0baa19cdd','fetch','completed',1.0,'fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d',0,1795723174273,1.55232774199976120144e+00,0,4.7966389975044876337e-03);
INSERT INTO "job_stages" VALUES('c3298a25-7a22-48ab-bcaa-92a0baa19cdd','audio','failed',0.0,'audio-93cfd6eccd62f2fd92151675255c5e26b56115e7c0e52e781840bd0856e9d4e4',0,1795723176402,NULL,0,5.15227379000862129032e-01);
INSERT INTO "job_stages" VALUES('c997b866-f361-4fbd-b3de-05510929b91e','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('c997b866-f361-4fbd-b3de-05510929b91e','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('c997b866-f361-4fbd-b3de-05510929b91e','scenes','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('c997b866-f361-4fbd-b3de-05510929b91e','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('c997b866-f361-4fbd-b3de-05510929b91e','clips','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('29cbca95-2d9e-4ef2-8cb3-d2822f173f1d','fetch','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('29cbca95-2d9e-4ef2-8cb3-d2822f173f1d','speech','pending',0.0,NULL,0,NULL,NULL,0,NULL);
INSERT INTO "job_stages" VALUES('29cbca95-2d9e-4ef2-8cb3-d2822f173f1d','transcribe','pending',0.0,NULL,0,NULL,NULL,0,NULL);
CREATE TABLE job_texts (
	num INTEGER NOT NULL, 
	folded TEXT NOT NULL, 
	PRIMARY KEY (num)
);
INSERT INTO "job_texts" VALUES(1,'talk-8.00-ea08a279
83b62c94-4c12-4124-8491-901db977abdd
ada');
INSERT INTO "job_texts" VALUES(2,'silent-94500712
c3298a25-7a22-48ab-bcaa-92a0baa19cdd');
INSERT INTO "job_texts" VALUES(3,'talk-8.00-ea08a279
09eca3b7-2612-40fb-a0ef-05eb67dcf3e6');
INSERT INTO "job_texts" VALUES(4,'talk-8.00-ea08a279
02026672-6ce3-4465-bf88-445f53c8234f');
INSERT INTO "job_texts" VALUES(5,'talk-8.00-ea08a279
6f540ca2-0bca-4e40-bf07-4a8a2923f52d');
INSERT INTO "job_texts" VALUES(6,'talk-8.00-ea08a279
c997b866-f361-4fbd-b3de-05510929b91e');
INSERT INTO "job_texts" VALUES(7,'talk-8.00-ea08a279
29cbca95-2d9e-4ef2-8cb3-d2822f173f1d');
CREATE TABLE job_texts_indexed (upto INTEGER NOT NULL);
INSERT INTO "job_texts_indexed" VALUES(0);
CREATE TABLE jobs (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url VARCHAR, 
	video_id VARCHAR, 
	source_identity VARCHAR NOT NULL, 
	job_type VARCHAR NOT NULL, 
	status VARCHAR NOT NULL, 
	priority INTEGER NOT NULL, 
	rank BIGINT NOT NULL, 
	options JSON NOT NULL, 
	meta JSON NOT NULL, 
	user_id VARCHAR, 
	attempt INTEGER NOT NULL, 
	failures INTEGER NOT NULL, 
	max_retries INTEGER NOT NULL, 
	crashes JSON NOT NULL, 
	memory_level INTEGER NOT NULL, 
	progress FLOAT NOT NULL, 
	stage VARCHAR, 
	stop_requested VARCHAR, 
	error JSON, 
	warnings JSON NOT NULL, 
	last_seq INTEGER NOT NULL, 
	video_title TEXT, 
	video_duration FLOAT, 
	idempotency_key VARCHAR, 
	request_hash VARCHAR, 
	pinned BOOLEAN NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	queued_ms BIGINT, 
	started_ms BIGINT, 
	completed_ms BIGINT, 
	due_ms BIGINT, meta_bytes INTEGER, deaths JSON DEFAULT '{}' NOT NULL, worker_id VARCHAR, lease_until_ms BIGINT, 
	CONSTRAINT uq_jobs_idempotency UNIQUE (idempotency_key)
);
INSERT INTO "jobs" VALUES(1,'83b62c94-4c12-4124-8491-901db977abdd',NULL,'501e5c6a-4cf1-40eb-b3ec-d1865c169433','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','full_processing','completed',5,1795720174188,'{"audio_format":"mp3","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":5.0,"overlap_duration":2.0,"max_clips":1,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{"from":"us"}','ada',1,0,3,'{}',0,1.0,NULL,NULL,'null','[]',30,'talk-8.00-ea08a279',8.2,NULL,NULL,1,NULL,1795723174188,1795723186166,1795723174188,1795723174224,1795723186150,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(2,'c3298a25-7a22-48ab-bcaa-92a0baa19cdd',NULL,'3289b3a0-73c6-4cf9-b96b-0017888115fd','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','audio_extraction','failed',5,1795720174214,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.856353591160221,NULL,NULL,'{"code":"no_audio","message":"The source has no audio track, so there is none to extract.","stage":"audio","retryable":false}','[]',7,'silent-94500712',2.0,NULL,NULL,0,NULL,1795723174214,1795723176472,1795723174214,1795723174232,1795723176472,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(3,'09eca3b7-2612-40fb-a0ef-05eb67dcf3e6',NULL,'501e5c6a-4cf1-40eb-b3ec-d1865c169433','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','analysis','pending',5,1827256186168,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-ea08a279',8.2,NULL,NULL,0,NULL,1795723186169,1795723186169,NULL,NULL,NULL,1827259186168,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(4,'02026672-6ce3-4465-bf88-445f53c8234f',NULL,'501e5c6a-4cf1-40eb-b3ec-d1865c169433','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','queued',5,1795720186170,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',1,'talk-8.00-ea08a279',8.2,'key','hash',0,NULL,1795723186170,1795723186170,1795723186170,NULL,NULL,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(5,'6f540ca2-0bca-4e40-bf07-4a8a2923f52d',NULL,'501e5c6a-4cf1-40eb-b3ec-d1865c169433','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','cancelled',9,1795717786174,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,0,0,3,'{}',0,0.0,NULL,NULL,NULL,'[]',2,'talk-8.00-ea08a279',8.2,NULL,NULL,0,NULL,1795723186174,1795723186175,1795723186174,NULL,1795723186175,NULL,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(6,'c997b866-f361-4fbd-b3de-05510929b91e',NULL,'501e5c6a-4cf1-40eb-b3ec-d1865c169433','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','clip_generation','pending',5,1795720186179,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,1,3,'{}',0,0.0,NULL,NULL,'{"code":"rate_limited","message":"later","stage":"fetch","retryable":true}','[]',4,'talk-8.00-ea08a279',8.2,NULL,NULL,0,NULL,1795723186179,1795723186181,1795723186179,1795723186180,NULL,1827259186168,NULL,'{}',NULL,NULL);
INSERT INTO "jobs" VALUES(7,'29cbca95-2d9e-4ef2-8cb3-d2822f173f1d',NULL,'501e5c6a-4cf1-40eb-b3ec-d1865c169433','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','transcription','processing',5,1795720186188,'{"audio_format":"wav","audio_quality":"high","language":null,"model_size":null,"word_timestamps":true,"clip_duration":30.0,"overlap_duration":2.0,"max_clips":10,"sentiment_analysis":true,"topic_modeling":true,"keyword_extraction":true,"output_format":"mp4","resolution":"source","min_confidence":0.0,"burn_captions":false,"aspect":"source","vision":false,"findings":false,"metadata_extraction":false,"include_location":false,"fail_on":null,"segmentation_method":"cut-based","engine":null,"operation":null,"operation_options":null,"export":null,"refresh":false}','{}',NULL,1,0,3,'{}',0,0.0,NULL,NULL,'null','[]',2,'talk-8.00-ea08a279',8.2,NULL,NULL,0,NULL,1795723186188,1795723186189,1795723186188,1795723186189,NULL,NULL,NULL,'{}','e5a2e35ec1e549e6',1795723201189);
CREATE TABLE key_blobs (
	"key" VARCHAR NOT NULL, 
	sha256 VARCHAR NOT NULL, 
	size_bytes BIGINT NOT NULL, 
	PRIMARY KEY ("key", sha256)
);
INSERT INTO "key_blobs" VALUES('fetch-425359b36696840466c7b95800b5a87f921cd1df20ea44ac540e8687a9e41203','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd',201315);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed',256046);
INSERT INTO "key_blobs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480',1150);
INSERT INTO "key_blobs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594',69966);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58',11470);
INSERT INTO "key_blobs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87',16618);
INSERT INTO "key_blobs" VALUES('audio-190beb0e9580eeef7e44534f38ba490e2caa52ebc4e0c950c040616139f9cf7f','d7b100b0d58e2783b3d60dc21ecdd8cb4b9f303712daef59740d5fb46b9e4613',264266);
INSERT INTO "key_blobs" VALUES('audio-190beb0e9580eeef7e44534f38ba490e2caa52ebc4e0c950c040616139f9cf7f','c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689',1167);
INSERT INTO "key_blobs" VALUES('transcribe-fea7e7531b0b1eecaf09a96402d4d9ed4b6b1a2168423fb9587f83e84a8fdf4c','fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97',214);
INSERT INTO "key_blobs" VALUES('transcribe-fea7e7531b0b1eecaf09a96402d4d9ed4b6b1a2168423fb9587f83e84a8fdf4c','7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6',216);
INSERT INTO "key_blobs" VALUES('transcribe-fea7e7531b0b1eecaf09a96402d4d9ed4b6b1a2168423fb9587f83e84a8fdf4c','a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19',115);
INSERT INTO "key_blobs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4',199768);
INSERT INTO "key_blobs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11',12447);
CREATE TABLE key_leases (
	"key" VARCHAR NOT NULL, 
	worker_id VARCHAR NOT NULL, 
	lease_until_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE outputs (
	"key" VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	output JSON NOT NULL, 
	warnings JSON NOT NULL, 
	seconds FLOAT NOT NULL, 
	created_ms BIGINT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "outputs" VALUES('fetch-425359b36696840466c7b95800b5a87f921cd1df20ea44ac540e8687a9e41203','fetch','{"source":{"sha256":"20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd","size_bytes":201315,"suffix":".mp4"},"media":{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2},"title":"talk-8.00-ea08a279","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',1.87674935004906728863e-01,1795723174431);
INSERT INTO "outputs" VALUES('speech-c39c4b1f88db9be70f8fb784b0476f796b8eae0c8c762936981e35e7725968f6','speech','{"pcm":{"sha256":"2e81b44820108e80774c50391ade7202d62a5a76fbe1a4c1ada099cc5532f9ed","size_bytes":256046,"suffix":".wav"},"duration_s":8.0000625,"waveform":{"sha256":"4ec526e5056679de48839aab3bc79d8a7d6c23d63a269434ef853463daaeb480","size_bytes":1150,"suffix":".json"}}','[]',3.44539392004662659019e-01,1795723174798);
INSERT INTO "outputs" VALUES('fetch-fca45e767612113a535785b9f1fcc41cb4472ba7cc3af0f1e6ac817a8bf2142d','fetch','{"source":{"sha256":"a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594","size_bytes":69966,"suffix":".mp4"},"media":{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1},"title":"silent-94500712","uploader":null,"webpage_url":null,"chapters":[],"thumbnail":null,"validators":null}','[]',1.55232774199976120144e+00,1795723175799);
INSERT INTO "outputs" VALUES('scenes-b1a650286ac3fca562a989bdb32460b98e881c7ec4603ae9b723ab5859cf8705','scenes','{"has_video":true,"cuts":[],"poster":{"sha256":"735e940169e490a0882ffb0d3dad991f82f7694293aa7e077c696422f98a2c58","size_bytes":11470,"suffix":".jpg"},"sprite":{"image":{"sha256":"cb1fbebbba300f5a6032bb3b2e925e186e7ec2e65e4ae1c0cd3f539adbbe6c87","size_bytes":16618,"suffix":".jpg"},"columns":9,"rows":1,"count":9,"interval_s":1.0,"tile_width":160,"tile_height":90},"focus":[[0.25,0.0972,0.702],[0.75,0.1236,0.7359],[1.25,0.13,0.7314],[1.75,0.1569,0.7358],[2.25,0.2047,0.7044],[2.75,0.2462,0.6418],[3.25,0.2848,0.6214],[3.75,0.3398,0.6207],[4.25,0.3952,0.5913],[4.75,0.4448,0.5573],[5.25,0.4994,0.5482],[5.75,0.5598,0.5318],[6.25,0.6083,0.4932],[6.75,0.6503,0.4783],[7.25,0.7373,0.4742],[7.75,0.7706,0.446],[8.25,0.7897,0.4163]],"picture":{"flashes":[],"black":[],"freeze":[]},"samples":[]}','[]',1.02616074599791318178e+00,1795723175833);
INSERT INTO "outputs" VALUES('audio-190beb0e9580eeef7e44534f38ba490e2caa52ebc4e0c950c040616139f9cf7f','audio','{"audio":{"sha256":"d7b100b0d58e2783b3d60dc21ecdd8cb4b9f303712daef59740d5fb46b9e4613","size_bytes":264266,"suffix":".mp3"},"duration_s":8.232,"media_type":"audio/mpeg","waveform":{"sha256":"c690447c006bf66f6d6f5fbc504d14434b1db8f01ebdb79800fc04d37b3e5689","size_bytes":1167,"suffix":".json"}}','[]',5.12073123994923662394e-01,1795723176378);
INSERT INTO "outputs" VALUES('transcribe-fea7e7531b0b1eecaf09a96402d4d9ed4b6b1a2168423fb9587f83e84a8fdf4c','transcribe','{"language":"en","language_probability":1.0,"model":"demo","decoding":"batched","segment_count":3,"engine":"whisper","response_id":null,"srt":{"sha256":"fbe4eaa4533e352b887a67f37181b788b876da094d376805f9819aef277dee97","size_bytes":214,"suffix":".srt"},"vtt":{"sha256":"7be3ab34540ad0b7411b9475b59e5e44b03d65bd0ebccb734a47cd9676727bb6","size_bytes":216,"suffix":".vtt"},"txt":{"sha256":"a929ba375749fbf8067f63879dd585f9219f4d4a4ed1b357b0f0fff798c3fd19","size_bytes":115,"suffix":".txt"}}','[]',4.99805090999871,1795723179821);
INSERT INTO "outputs" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c','clips','{"clip_count":1}','[]',1.36741659000108484178e+00,1795723181219);
INSERT INTO "outputs" VALUES('analyse-c73330965dd6b49fa17593d6683c0be3e74b8d0ec31182e338bff2ec9ddda071','analyse','{"sentiment":"neutral","sentiment_scores":{"positive":0.0159,"neutral":0.9664,"negative":0.0177},"segment_sentiments":[{"index":0,"label":"neutral","score":-0.0024,"start_s":0.59},{"index":1,"label":"neutral","score":-0.002,"start_s":3.62},{"index":2,"label":"neutral","score":0.0004,"start_s":6.95}],"topics":["Space, ran, r."],"keywords":[{"text":"space","score":1.0},{"text":"Tesla","score":0.7815},{"text":"ran","score":0.6094}],"entities":[{"text":"Today","label":"DATE","count":1},{"text":"Tesla","label":"ORG","count":1}],"models":{"sentiment":"demo","entities":"demo","keywords":"YAKE 0.7.3, words by demo","topics":"pauses and cohesion, words by demo"}}','[]',6.28693019499769434332e+00,1795723186142);
CREATE TABLE pieces (
	"key" VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	piece JSON NOT NULL, 
	PRIMARY KEY ("key", idx)
);
INSERT INTO "pieces" VALUES('transcribe-fea7e7531b0b1eecaf09a96402d4d9ed4b6b1a2168423fb9587f83e84a8fdf4c',0,'{"start_s":0.59,"end_s":2.81,"text":"Hello everyone and welcome to my channel.","confidence":0.8491,"no_speech_probability":0.0,"words":[{"start_s":0.59,"end_s":0.97,"text":" Hello","probability":0.9979},{"start_s":0.97,"end_s":1.43,"text":" everyone","probability":0.9991},{"start_s":1.43,"end_s":1.59,"text":" and","probability":0.9974},{"start_s":1.59,"end_s":1.93,"text":" welcome","probability":0.9999},{"start_s":1.93,"end_s":2.13,"text":" to","probability":0.9987},{"start_s":2.13,"end_s":2.29,"text":" my","probability":0.9988},{"start_s":2.29,"end_s":2.81,"text":" channel.","probability":0.9985}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-fea7e7531b0b1eecaf09a96402d4d9ed4b6b1a2168423fb9587f83e84a8fdf4c',1,'{"start_s":3.62,"end_s":6.28,"text":"Today we are going to learn about space.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":3.62,"end_s":3.98,"text":" Today","probability":0.9991},{"start_s":3.98,"end_s":4.14,"text":" we","probability":0.9982},{"start_s":4.14,"end_s":4.28,"text":" are","probability":0.9997},{"start_s":4.28,"end_s":4.64,"text":" going","probability":0.9995},{"start_s":4.64,"end_s":4.84,"text":" to","probability":0.9999},{"start_s":4.84,"end_s":5.1,"text":" learn","probability":0.9993},{"start_s":5.1,"end_s":5.48,"text":" about","probability":0.9956},{"start_s":5.48,"end_s":6.28,"text":" space.","probability":0.9918}],"flags":[]}');
INSERT INTO "pieces" VALUES('transcribe-fea7e7531b0b1eecaf09a96402d4d9ed4b6b1a2168423fb9587f83e84a8fdf4c',2,'{"start_s":6.95,"end_s":7.93,"text":"Tesla will send a ran to the r.","confidence":0.7003,"no_speech_probability":0.0,"words":[{"start_s":6.95,"end_s":7.37,"text":" Tesla","probability":0.9921},{"start_s":7.37,"end_s":7.49,"text":" will","probability":0.9941},{"start_s":7.49,"end_s":7.77,"text":" send","probability":0.9941},{"start_s":7.77,"end_s":7.777,"text":" a","probability":0.9708},{"start_s":7.777,"end_s":7.79,"text":" ran","probability":0.3171},{"start_s":7.79,"end_s":7.833,"text":" to","probability":0.4141},{"start_s":7.833,"end_s":7.89,"text":" the","probability":0.5284},{"start_s":7.89,"end_s":7.93,"text":" r.","probability":0.6542}],"flags":[]}');
INSERT INTO "pieces" VALUES('clips-dc8276060a2fbfb31e9d414f10662e07c3a015fa02f52cd480751c4227148f7c',0,'{"index":0,"start_s":3.4,"end_s":8.2,"title":"Tesla will send a ran to the r","score":0.65,"reason":"5 s: whole sentences, a strong opening, dense in content","parts":{"length":0.932,"complete":1.0,"content":0.781,"opening":0.6,"scenes":0.0,"flow":0.837,"mood":0.0},"text":"Today we are going to learn about space. Tesla will send a ran to the r.","video":{"sha256":"0c6a09e323f1a1a71b99c0c2729c6ea439ed1e0e19e4cca54f80d3f82c97dbc4","size_bytes":199768,"suffix":".mp4"},"thumbnail":{"sha256":"4e2f4330290ff25f61bea52f40b33781cf7cf3e80d36473663d6a9055a7cfe11","size_bytes":12447,"suffix":".jpg"},"width":640,"height":360}');
CREATE TABLE rates (
	stage VARCHAR NOT NULL, 
	variant VARCHAR NOT NULL, 
	per_media_s FLOAT NOT NULL, 
	samples INTEGER NOT NULL, 
	PRIMARY KEY (stage, variant)
);
INSERT INTO "rates" VALUES('fetch','',3.99525529097800480293e-01,2);
INSERT INTO "rates" VALUES('speech','',4.20169990249588676256e-02,1);
INSERT INTO "rates" VALUES('scenes','',1.25141554389989417828e-01,1);
INSERT INTO "rates" VALUES('audio','',6.24479419506004523876e-02,1);
INSERT INTO "rates" VALUES('transcribe','demo',6.0951840365837939295e-01,1);
INSERT INTO "rates" VALUES('clips','mp4 source source',2.73483318000216968357e-01,1);
INSERT INTO "rates" VALUES('analyse','demo',7.66698804268011624429e-01,1);
CREATE TABLE scene_subtitles (
	scene_id VARCHAR NOT NULL, 
	transcript_id VARCHAR NOT NULL, 
	scene_start_time FLOAT NOT NULL, 
	scene_end_time FLOAT NOT NULL, 
	subtitle_data JSON NOT NULL, 
	PRIMARY KEY (scene_id)
);
CREATE TABLE timelines (
	num INTEGER NOT NULL, 
	timeline JSON NOT NULL, 
	PRIMARY KEY (num)
);
CREATE TABLE transcript_edits (
	transcript_id VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	first INTEGER NOT NULL, 
	placed INTEGER NOT NULL, 
	lines JSON NOT NULL, 
	PRIMARY KEY (transcript_id, revision)
);
CREATE TABLE transcript_segments (
	transcript_id VARCHAR NOT NULL, 
	idx INTEGER NOT NULL, 
	start_time FLOAT NOT NULL, 
	end_time FLOAT NOT NULL, 
	text TEXT NOT NULL, 
	original_text TEXT, 
	moved BOOLEAN NOT NULL, 
	confidence FLOAT NOT NULL, 
	no_speech_probability FLOAT NOT NULL, 
	speaker_label TEXT, 
	segment_type VARCHAR NOT NULL, 
	flags JSON NOT NULL, 
	words JSON NOT NULL, 
	PRIMARY KEY (transcript_id, idx)
);
CREATE TABLE video_transcripts (
	id VARCHAR NOT NULL, 
	analysis_id VARCHAR, 
	video_filename TEXT, 
	video_duration FLOAT, 
	language_code VARCHAR, 
	transcription_method VARCHAR, 
	confidence_score FLOAT, 
	full_transcript_text TEXT NOT NULL, 
	processing_time_seconds FLOAT, 
	api_response_id VARCHAR, 
	status VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	"key" VARCHAR NOT NULL, 
	taken INTEGER NOT NULL, 
	taken_s FLOAT NOT NULL, 
	open BOOLEAN NOT NULL, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE videos (
	num INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	id VARCHAR NOT NULL, 
	url TEXT, 
	filename VARCHAR, 
	sha256 VARCHAR, 
	suffix VARCHAR, 
	size_bytes BIGINT, 
	media JSON, 
	user_id VARCHAR, 
	folded TEXT NOT NULL, 
	expired_ms BIGINT, 
	created_ms BIGINT NOT NULL, 
	updated_ms BIGINT NOT NULL
);
INSERT INTO "videos" VALUES(1,'501e5c6a-4cf1-40eb-b3ec-d1865c169433',NULL,'talk-8.00-ea08a279.mp4','20514a0892a65362949fd343d827c2c73f4a5d011f82b967983b9d2de408eadd','.mp4',201315,'{"container":"mp4","duration_s":8.2,"video_codec":"h264","audio_codec":"aac","width":640,"height":360,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt709","guessed":false},"audio_sample_rate_hz":48000,"audio_channels":1,"audio_track":0,"bit_rate":199321,"streams":2}',NULL,'talk-8.00-ea08a279.mp4
501e5c6a-4cf1-40eb-b3ec-d1865c169433',NULL,1795723174016,1795723174016);
INSERT INTO "videos" VALUES(2,'3289b3a0-73c6-4cf9-b96b-0017888115fd',NULL,'silent-94500712.mp4','a8130f83194428273d36f0e3130e2fdcf2c6d9cacb5f60527646520106ac2594','.mp4',69966,'{"container":"mp4","duration_s":2.0,"video_codec":"h264","audio_codec":null,"width":160,"height":90,"fps":"25","rotation_deg":0,"video_track":0,"colour":{"kind":"sdr","primaries":"bt709","matrix":"bt601","guessed":true},"audio_sample_rate_hz":null,"audio_channels":null,"audio_track":0,"bit_rate":279864,"streams":1}',NULL,'silent-94500712.mp4
3289b3a0-73c6-4cf9-b96b-0017888115fd',NULL,1795723174187,1795723174187);
CREATE INDEX ix_artifacts_job_id ON artifacts (job_id);
CREATE INDEX ix_job_stages_key ON job_stages ("key");
CREATE INDEX ix_jobs_completed ON jobs (completed_ms);
CREATE UNIQUE INDEX ix_jobs_id ON jobs (id);
CREATE INDEX ix_jobs_status_num ON jobs (status, num);
CREATE INDEX ix_jobs_type_num ON jobs (job_type, num);
CREATE INDEX ix_jobs_user_num ON jobs (user_id, num);
CREATE INDEX ix_key_blobs_sha256 ON key_blobs (sha256);
CREATE INDEX ix_jobs_status_type_num ON jobs (status, job_type, num);
CREATE TRIGGER jobs_counted_new AFTER INSERT ON jobs BEGIN INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE TRIGGER jobs_counted_gone AFTER DELETE ON jobs BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; END;
CREATE TRIGGER jobs_counted_moved AFTER UPDATE OF status, job_type, priority ON jobs WHEN OLD.status <> NEW.status OR OLD.job_type <> NEW.job_type OR OLD.priority <> NEW.priority BEGIN UPDATE job_counts SET jobs = jobs - 1 WHERE status = OLD.status AND job_type = OLD.job_type AND priority = OLD.priority; INSERT INTO job_counts (status, job_type, priority, jobs) VALUES (NEW.status, NEW.job_type, NEW.priority, 1) ON CONFLICT (status, job_type, priority) DO UPDATE SET jobs = jobs + 1; END;
CREATE UNIQUE INDEX ix_videos_id ON videos (id);
CREATE INDEX ix_videos_sha256 ON videos (sha256);
CREATE INDEX ix_videos_user_num ON videos (user_id, num);
CREATE INDEX ix_jobs_video_status_num ON jobs (video_id, status, num) WHERE video_id IS NOT NULL;
CREATE TRIGGER job_texts_index_new AFTER INSERT ON job_texts WHEN NEW.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE TRIGGER job_texts_index_many AFTER INSERT ON job_texts WHEN NEW.num > (SELECT upto FROM job_texts_indexed) + 500 BEGIN INSERT INTO job_trigrams (rowid, folded) SELECT num, folded FROM job_texts WHERE num > (SELECT upto FROM job_texts_indexed) AND num < NEW.num; UPDATE job_texts_indexed SET upto = NEW.num - 1; END;
CREATE TRIGGER job_texts_index_gone AFTER DELETE ON job_texts WHEN OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); END;
CREATE TRIGGER job_texts_index_moved AFTER UPDATE OF folded ON job_texts WHEN OLD.folded <> NEW.folded AND OLD.num <= (SELECT upto FROM job_texts_indexed) BEGIN INSERT INTO job_trigrams (job_trigrams, rowid, folded) VALUES ('delete', OLD.num, OLD.folded); INSERT INTO job_trigrams (rowid, folded) VALUES (NEW.num, NEW.folded); END;
CREATE INDEX ix_video_transcripts_analysis_id ON video_transcripts (analysis_id);
CREATE INDEX ix_video_transcripts_key ON video_transcripts ("key");
CREATE INDEX ix_scene_subtitles_transcript_id ON scene_subtitles (transcript_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('videos',2);
INSERT INTO "sqlite_sequence" VALUES('jobs',7);
INSERT INTO "sqlite_sequence" VALUES('events',47);
COMMIT;
CREATE VIRTUAL TABLE job_trigrams USING fts5 (folded, content='job_texts', content_rowid='num', tokenize='trigram', detail='none', columnsize=0);
INSERT INTO job_trigrams (job_trigrams) VALUES ('rebuild');
UPDATE job_texts_indexed SET upto = (SELECT max(num) FROM job_texts);
